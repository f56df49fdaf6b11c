package dev.dragoman.job.batch;

import java.io.Serializable;
import java.time.Duration;

/**
 * How chunks become batches.
 *
 * @param duration the audio of one window: a batch closes when it holds that much, or when its
 *     window has passed in event time; 250 ms to 5 s
 * @param allowedLateness how long, in event time, the chunks after a missing one wait for it
 * @param sessionExpiry after how long without any event, in event time, a session that never ended
 *     is forgotten
 */
public record BatchSettings(Duration duration, Duration allowedLateness, Duration sessionExpiry)
        implements Serializable {

    /** The shortest and the longest window. */
    public static final Duration SHORTEST = Duration.ofMillis(250);

    public static final Duration LONGEST = Duration.ofSeconds(5);

    /** Checks the ranges. */
    public BatchSettings {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("duration: was " + duration + ", accepted is 250 ms to 5 s");
        }
        if (allowedLateness.isNegative()) {
            throw new IllegalArgumentException("allowedLateness: was " + allowedLateness + ", accepted is 0 or more");
        }
        if (sessionExpiry.compareTo(allowedLateness) <= 0) {
            throw new IllegalArgumentException(
                    "sessionExpiry: was " + sessionExpiry + ", accepted is more than allowedLateness");
        }
    }
}
