package dev.dragoman.job.webm;

/**
 * One Opus packet of a recording.
 *
 * @param initSegment which init segment of the session it follows, from 0
 * @param timestampMillis the container's time, in milliseconds since the recording's start; jitters,
 *     and is a guess between a loss and the next cluster
 * @param mediaStart48k where it starts, in samples at 48 kHz since the session's first; at or after
 *     the end of the packet before
 * @param samples48k its length in samples at 48 kHz: a multiple of 120, at most 5,760 (120 ms)
 * @param bytes the packet, 1 to 65,536 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record OpusPacket(int initSegment, long timestampMillis, long mediaStart48k, int samples48k, byte[] bytes) {

    /** Samples a second of all positions and lengths: the clock of Opus. */
    public static final int RATE = 48_000;

    /** Samples at 48 kHz a millisecond. */
    public static final int SAMPLES_PER_MILLI = RATE / 1000;

    /** Where the next packet starts if nothing is missing, in samples at 48 kHz. */
    public long mediaEnd48k() {
        return mediaStart48k + samples48k;
    }
}
