package dev.dragoman.bench;

import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.job.webm.WebmException;
import dev.dragoman.samples.Recording;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording of any length, as Chromium would send it at a timeslice of 250 ms: the bundled talk's packets, over and
 * over, in one recording; clusters of unknown size with five packets; each chunk ends one byte inside the next cluster.
 *
 * @param chunks the chunks in order
 * @param samples48k how long it is
 */
record LongRecording(List<byte[]> chunks, long samples48k) {

    /** At five packets of 60 ms each. */
    static final int CHUNKS_PER_MINUTE = 200;

    private static final String TALK = "talk-cr-mic-24k-250";
    private static final int PACKETS_PER_CHUNK = 5;
    private static final byte[] CLUSTER = {0x1F, 0x43, (byte) 0xB6, 0x75, 1, -1, -1, -1, -1, -1, -1, -1};
    private static final int TIMESTAMP = 0xE7;
    private static final int SIMPLE_BLOCK = 0xA3;

    static LongRecording ofMinutes(int minutes) throws WebmException {
        Recording talk = Recording.load(TALK);
        List<OpusPacket> packets = new ArrayList<>();
        WebmDemuxer.startingAt(0).push(talk.concatenated(), packets::add);
        int init = talk.expected().initSegmentBytes().get(0);

        List<byte[]> chunks = new ArrayList<>();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write(talk.concatenated(), 0, init);
        long samples = 0;
        long cluster = 0;
        for (int i = 0; samples < minutes * 60L * 48_000; i++) {
            OpusPacket packet = packets.get(i % packets.size());
            if (i % PACKETS_PER_CHUNK == 0) {
                chunk.write(CLUSTER[0]);
                if (i > 0) {
                    chunks.add(chunk.toByteArray());
                    chunk.reset();
                }
                cluster = samples / 48;
                chunk.write(CLUSTER, 1, CLUSTER.length - 1);
                chunk.write(TIMESTAMP);
                number(chunk, 4 | 0x80, 1);
                number(chunk, cluster, 4);
            }
            chunk.write(SIMPLE_BLOCK);
            number(chunk, (packet.bytes().length + 4) | 0x4000, 2);
            chunk.write(0x81);
            number(chunk, samples / 48 - cluster, 2);
            chunk.write(0x80);
            chunk.writeBytes(packet.bytes());
            samples += packet.samples48k();
        }
        chunks.add(chunk.toByteArray());
        return new LongRecording(List.copyOf(chunks), samples);
    }

    private static void number(ByteArrayOutputStream out, long value, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }
}
