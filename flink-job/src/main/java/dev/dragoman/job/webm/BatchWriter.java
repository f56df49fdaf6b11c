package dev.dragoman.job.webm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Writes packets as a WebM file that decodes by itself: an init segment and one cluster, both of
 * known size, so that a decoder waits for nothing after them. Decoding it gives exactly as many
 * samples as the packets have: the pre-skip is written as 0, whatever the recording's was, so nothing
 * is cut at the start.
 *
 * <p>An Opus decoder needs some audio before it sounds as if it had decoded all from the start:
 * {@link #PREROLL_48K} of it go in front, to be decoded and thrown away. Over all bundled recordings,
 * a joint every 250 ms, the first 100 ms of a batch then differ from the whole decode by −40 dB at
 * worst and −90 dB in the median ({@code BatchDecodingTest}); with 240 ms by −6 dB at worst.
 *
 * <p>Times in the file start from 0 and count samples. Stateless.
 */
public final class BatchWriter {

    /** How much earlier audio a batch begins with, in samples at 48 kHz: 360 ms. */
    public static final int PREROLL_48K = 360 * OpusPacket.SAMPLES_PER_MILLI;

    /** A block's time in its cluster has 16 bits, one of them the sign: what a file can hold, in milliseconds. */
    public static final int MAX_MILLIS = Short.MAX_VALUE;

    private static final byte[] UNSIGNED_1 = {1};
    private static final int KEYFRAME = 0x80;
    private static final int TRACK_NUMBER = 1;
    private static final String NAME = "dragoman";

    /**
     * The packets to put in front of a batch: those at the end of {@code earlier} that lead up to
     * {@code first} without a gap, from the same init segment, up to {@link #PREROLL_48K}.
     */
    public static List<OpusPacket> preroll(List<OpusPacket> earlier, OpusPacket first) {
        List<OpusPacket> preroll = new ArrayList<>();
        OpusPacket next = first;
        long from = first.mediaStart48k() - PREROLL_48K;
        for (int i = earlier.size() - 1; i >= 0; i--) {
            OpusPacket packet = earlier.get(i);
            if (packet.mediaStart48k() < from || !follows(packet, next)) {
                break;
            }
            preroll.add(packet);
            next = packet;
        }
        Collections.reverse(preroll);
        return preroll;
    }

    /**
     * Writes a file.
     *
     * @param track the track that the packets are from
     * @param preroll packets that lead up to the first of {@code packets}; may be empty
     * @param packets the batch's packets, at least one
     * @return the file, which decodes to the samples of preroll and packets
     * @throws IllegalArgumentException if there is no packet, or if the packets are not of one init
     *     segment, don't follow each other without a gap, or last longer than {@link #MAX_MILLIS}
     */
    public static byte[] write(OpusTrack track, List<OpusPacket> preroll, List<OpusPacket> packets) {
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("a batch needs a packet");
        }
        List<OpusPacket> all = new ArrayList<>(preroll);
        all.addAll(packets);
        for (int i = 1; i < all.size(); i++) {
            if (!follows(all.get(i - 1), all.get(i))) {
                throw new IllegalArgumentException("packet " + i + " of a batch does not follow the one before it: "
                        + position(all.get(i - 1)) + ", then " + position(all.get(i)));
            }
        }
        long start = all.get(0).mediaStart48k();
        long lastMillis = (all.get(all.size() - 1).mediaStart48k() - start) / OpusPacket.SAMPLES_PER_MILLI;
        if (lastMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("a batch of " + lastMillis + " ms, at most " + MAX_MILLIS);
        }
        EbmlWriter cluster = new EbmlWriter().element(Ids.TIMESTAMP, new byte[1]);
        for (OpusPacket packet : all) {
            long millis = (packet.mediaStart48k() - start) / OpusPacket.SAMPLES_PER_MILLI;
            cluster.element(Ids.SIMPLE_BLOCK, blockHeader((int) millis), packet.bytes());
        }
        EbmlWriter segment = new EbmlWriter()
                .element(Ids.INFO, info())
                .element(Ids.TRACKS, tracks(track))
                .element(Ids.CLUSTER, cluster);
        return new EbmlWriter()
                .element(Ids.EBML, documentHeader())
                .element(Ids.SEGMENT, segment)
                .bytes();
    }

    private static boolean follows(OpusPacket packet, OpusPacket next) {
        return packet.initSegment() == next.initSegment() && packet.mediaEnd48k() == next.mediaStart48k();
    }

    private static String position(OpusPacket packet) {
        return "init segment " + packet.initSegment() + " from " + packet.mediaStart48k() + " to "
                + packet.mediaEnd48k();
    }

    private static byte[] blockHeader(int millis) {
        return new byte[] {(byte) (0x80 | TRACK_NUMBER), (byte) (millis >> 8), (byte) millis, (byte) KEYFRAME};
    }

    private static EbmlWriter documentHeader() {
        return new EbmlWriter()
                .element(Ids.EBML_VERSION, UNSIGNED_1)
                .element(Ids.EBML_READ_VERSION, UNSIGNED_1)
                .element(Ids.EBML_MAX_ID_LENGTH, new byte[] {4})
                .element(Ids.EBML_MAX_SIZE_LENGTH, new byte[] {8})
                .element(Ids.DOC_TYPE, ascii("webm"))
                .element(Ids.DOC_TYPE_VERSION, new byte[] {4})
                .element(Ids.DOC_TYPE_READ_VERSION, new byte[] {2});
    }

    private static EbmlWriter info() {
        return new EbmlWriter()
                .element(Ids.TIMESTAMP_SCALE, new byte[] {0x0F, 0x42, 0x40}) // 1,000,000 ns: milliseconds
                .element(Ids.MUXING_APP, ascii(NAME))
                .element(Ids.WRITING_APP, ascii(NAME));
    }

    private static EbmlWriter tracks(OpusTrack track) {
        EbmlWriter audio = new EbmlWriter()
                .element(Ids.SAMPLING_FREQUENCY, new byte[] {0x47, 0x3B, (byte) 0x80, 0}) // 48000.0f
                .element(Ids.CHANNELS, new byte[] {(byte) track.channels()});
        EbmlWriter entry = new EbmlWriter()
                .element(Ids.TRACK_NUMBER, new byte[] {TRACK_NUMBER})
                .element(Ids.TRACK_UID, UNSIGNED_1)
                .element(Ids.TRACK_TYPE, new byte[] {2})
                .element(Ids.CODEC_ID, ascii("A_OPUS"))
                .element(Ids.CODEC_PRIVATE, withoutPreSkip(track.codecPrivate()))
                .element(Ids.AUDIO, audio);
        return new EbmlWriter().element(Ids.TRACK_ENTRY, entry);
    }

    private static byte[] withoutPreSkip(byte[] opusHead) {
        byte[] head = opusHead.clone();
        head[10] = 0;
        head[11] = 0;
        return head;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Elements one after the other, each with the shortest size. */
    private static final class EbmlWriter {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        EbmlWriter element(int id, EbmlWriter content) {
            return element(id, content.bytes());
        }

        EbmlWriter element(int id, byte[]... content) {
            int size = 0;
            for (byte[] part : content) {
                size += part.length;
            }
            int idBytes = (39 - Integer.numberOfLeadingZeros(id)) / 8;
            number(id, idBytes);
            // All ones are "unknown", so a length of n bytes holds up to 2^7n - 2.
            int sizeBytes = 1;
            while (size > (1L << (7 * sizeBytes)) - 2) {
                sizeBytes++;
            }
            number(size | (1L << (7 * sizeBytes)), sizeBytes);
            for (byte[] part : content) {
                out.writeBytes(part);
            }
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void number(long value, int length) {
            for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
                out.write((int) (value >> shift));
            }
        }
    }

    private BatchWriter() {}
}
