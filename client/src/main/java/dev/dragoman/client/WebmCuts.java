package dev.dragoman.client;

import dev.dragoman.client.RecordedTalk.TimedChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a whole WebM file into the chunks that Chromium's recorder would have given at a timeslice of
 * 250 ms: of about 300 ms each, always one byte inside the next element (media facts).
 *
 * <p>Made for files that {@link BrowserEncoder} wrote, with block times in milliseconds; it walks
 * them element by element and understands cluster and block times only.
 */
final class WebmCuts {

    private static final int CHUNK_MILLIS = 300;

    /** IDs with their length marker, RFC 8794 and RFC 9559. */
    private static final long SEGMENT = 0x18538067L;

    private static final long CLUSTER = 0x1F43B675L;
    private static final long TIMESTAMP = 0xE7L;
    private static final long SIMPLE_BLOCK = 0xA3L;
    private static final long BLOCK_GROUP = 0xA0L;
    private static final long BLOCK = 0xA1L;

    private final byte[] webm;
    private final List<TimedChunk> chunks = new ArrayList<>();
    private long clusterMillis;
    private long lastBlockMillis;
    private int cutFrom;
    private long cutAtMillis = CHUNK_MILLIS;

    private WebmCuts(byte[] webm) {
        this.webm = webm;
    }

    /** Cuts a file; each chunk's time is that of the first block that is not in it. */
    static RecordedTalk cut(byte[] webm) throws RecordedTalkException {
        WebmCuts cuts = new WebmCuts(webm);
        try {
            cuts.walk();
        } catch (IndexOutOfBoundsException e) {
            throw new RecordedTalkException("what ffmpeg wrote is no whole WebM file", e);
        }
        return new RecordedTalk(cuts.chunks);
    }

    private void walk() {
        int at = 0;
        // A cut lies before the cluster or the group that a block is the first of, if it is.
        int parentStart = -1;
        while (at < webm.length) {
            int idLength = vintLength(at);
            long id = bigEndian(at, idLength);
            int sizeLength = vintLength(at + idLength);
            int data = at + idLength + sizeLength;
            if ((id == CLUSTER || id == BLOCK_GROUP) && parentStart < 0) {
                parentStart = at;
            }
            if (id == SEGMENT || id == CLUSTER || id == BLOCK_GROUP) {
                // Its children come next, and where it ends does not matter.
                at = data;
                continue;
            }
            int size = Math.toIntExact(bigEndian(at + idLength, sizeLength) & ((1L << (7 * sizeLength)) - 1));
            if (id == TIMESTAMP) {
                clusterMillis = bigEndian(data, size);
            } else if (id == SIMPLE_BLOCK || id == BLOCK) {
                block(parentStart >= 0 ? parentStart : at, data);
                parentStart = -1;
            }
            at = data + size;
        }
        if (cutFrom < webm.length) {
            add(webm.length, lastBlockMillis + BrowserEncoder.PACKET_MILLIS);
        }
    }

    private void block(int start, int data) {
        int trackLength = vintLength(data);
        long millis = clusterMillis + (short) bigEndian(data + trackLength, Short.BYTES);
        lastBlockMillis = millis;
        if (millis >= cutAtMillis) {
            add(start + 1, millis);
            cutAtMillis = millis + CHUNK_MILLIS;
        }
    }

    private void add(int to, long millis) {
        chunks.add(new TimedChunk(0, (double) millis, Arrays.copyOfRange(webm, cutFrom, to)));
        cutFrom = to;
    }

    /** How many bytes the variable-length integer has that starts here. */
    private int vintLength(int at) {
        int length = Integer.numberOfLeadingZeros(webm[at] & 0xFF) - 23;
        if (length > Long.BYTES) {
            throw new IndexOutOfBoundsException("no length marker at " + at);
        }
        return length;
    }

    private long bigEndian(int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (webm[at + i] & 0xFF);
        }
        return value;
    }
}
