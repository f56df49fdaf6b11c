package dev.dragoman.client;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast chunks may be sent: so many and so many bytes a second, and what was not used in the last
 * half second. What was kept during a loss goes out faster than it was spoken, but not so fast that the
 * server refuses it. Not safe for use by many threads.
 */
final class Pace {

    /** What is not used is saved up for so long. */
    private static final Duration SAVED = Duration.ofMillis(500);

    private static final double NANOS_PER_SECOND = 1e9;

    private final double chunksPerSecond;
    private final double bytesPerSecond;
    private double chunks;
    private double bytes;
    private Instant at;
    private Instant notBefore;

    Pace(int chunksPerSecond, int bytesPerSecond, Instant now) {
        this.chunksPerSecond = chunksPerSecond;
        this.bytesPerSecond = bytesPerSecond;
        this.chunks = chunksPerSecond * (double) SAVED.toMillis() / 1_000;
        this.bytes = bytesPerSecond * (double) SAVED.toMillis() / 1_000;
        this.at = now;
        this.notBefore = now;
    }

    /** Whether a chunk may be sent now; if so it counts. A large one may be, and what follows waits. */
    boolean takes(int size, Instant now) {
        double seconds = (double) Duration.between(at, now).toNanos() / NANOS_PER_SECOND;
        if (seconds > 0) {
            double most = (double) SAVED.toMillis() / 1_000;
            chunks = Math.min(chunksPerSecond * most, chunks + seconds * chunksPerSecond);
            bytes = Math.min(bytesPerSecond * most, bytes + seconds * bytesPerSecond);
            at = now;
        }
        if (now.isBefore(notBefore) || chunks < 1 || bytes < 0) {
            return false;
        }
        chunks--;
        bytes -= size;
        return true;
    }

    /** Nothing is to be sent before some time. */
    void stopUntil(Instant until) {
        if (until.isAfter(notBefore)) {
            notBefore = until;
        }
    }
}
