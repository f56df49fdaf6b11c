package dev.dragoman.job.webm;

import dev.dragoman.job.webm.WebmException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What the reassembler sees in a recording, for support cases: every packet, then what is missing and
 * what can't be read.
 *
 * @param packets every packet in order
 * @param gaps what is missing
 * @param problems what can't be read; one entry for chunks in a row with the same reason
 */
public record PacketReport(List<Row> packets, List<Gap> gaps, List<Problem> problems) {

    /**
     * One Opus packet.
     *
     * @param completeAfterChunk the index of the chunk with which it could be told; after a loss that
     *     may be one later than the chunk with its last byte
     * @param initSegment which init segment it follows, from 0
     * @param timestampMillis the container's time
     * @param mediaStart48k media time in samples at 48 kHz
     * @param samples48k its length in samples at 48 kHz
     * @param bytes its size
     * @param crc32 its CRC-32, eight lower-case hexadecimal digits
     */
    public record Row(
            int completeAfterChunk,
            int initSegment,
            long timestampMillis,
            long mediaStart48k,
            int samples48k,
            int bytes,
            String crc32) {

        /** Media time in milliseconds. */
        public double mediaMillis() {
            return mediaStart48k / (double) OpusPacket.SAMPLES_PER_MILLI;
        }
    }

    /**
     * Something that can't be read.
     *
     * @param chunk the index of the first chunk that is concerned; the number of chunks for what is
     *     noticed only at the recording's end
     * @param reason why
     * @param message the same in words
     */
    public record Problem(int chunk, Reason reason, String message) {}

    /**
     * Reads a recording.
     *
     * @param chunks its chunks in order; a file is one chunk
     * @param dropped the indexes of chunks to take as lost
     */
    public static PacketReport of(List<byte[]> chunks, Set<Integer> dropped) {
        Collector collector = new Collector();
        WebmDemuxer demuxer = WebmDemuxer.startingAt(0);
        for (byte[] chunk : chunks) {
            try {
                if (dropped.contains(collector.chunk)) {
                    demuxer.chunkLost(collector);
                } else {
                    demuxer.push(chunk, collector);
                }
            } catch (WebmException e) {
                collector.problem(e);
            }
            collector.chunk++;
        }
        try {
            demuxer.recordingEnded(collector);
        } catch (WebmException e) {
            collector.problem(e);
        }
        return new PacketReport(
                List.copyOf(collector.rows), List.copyOf(collector.gaps), List.copyOf(collector.problems));
    }

    private static final class Collector implements WebmSink {

        private final List<Row> rows = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private int chunk;

        @Override
        public void packet(OpusPacket packet) {
            CRC32 crc = new CRC32();
            crc.update(packet.bytes());
            rows.add(new Row(
                    chunk,
                    packet.initSegment(),
                    packet.timestampMillis(),
                    packet.mediaStart48k(),
                    packet.samples48k(),
                    packet.bytes().length,
                    String.format("%08x", crc.getValue())));
        }

        @Override
        public void gap(Gap gap) {
            gaps.add(gap);
        }

        private void problem(WebmException e) {
            if (problems.isEmpty() || problems.get(problems.size() - 1).reason() != e.reason()) {
                problems.add(new Problem(chunk, e.reason(), String.valueOf(e.getMessage())));
            }
        }
    }
}
