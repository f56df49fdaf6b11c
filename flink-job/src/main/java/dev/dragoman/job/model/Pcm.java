package dev.dragoman.job.model;

/**
 * A batch's audio, decoded: 16 kHz, one channel, signed 16-bit little-endian.
 *
 * @param session the session
 * @param serverMillis when ingest had the last of it, by the server's clock
 * @param mediaStart16k where it starts, in samples at 16 kHz since the session's first
 * @param bytes two a sample; empty if this is only the end of its session
 * @param endOfSession nothing follows
 * @param gaps how many gaps the session had so far
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Pcm(
        Session session, long serverMillis, long mediaStart16k, byte[] bytes, boolean endOfSession, int gaps) {

    /** Samples a second. */
    public static final int RATE = 16_000;

    /** Its length in samples. */
    public int samples() {
        return bytes.length / 2;
    }
}
