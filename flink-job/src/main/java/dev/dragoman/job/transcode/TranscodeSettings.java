package dev.dragoman.job.transcode;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How batches are decoded. Immutable; every mistake is reported at once.
 *
 * @param processes how many decoders one subtask runs at a time; 1 to 64
 * @param capacity how many batches may be under way or waiting in one subtask; 1 to 10,000
 * @param timeout after which a batch that is not done becomes silence and a dead letter, counted from when it came to
 *     the stage; 500 ms to 60 s
 */
public record TranscodeSettings(int processes, int capacity, Duration timeout) implements Serializable {

    /** Checks every bound and reports all that are broken. */
    public TranscodeSettings {
        List<String> wrong = new ArrayList<>();
        if (processes < 1 || processes > 64) {
            wrong.add("processes is " + processes + ", accepted are 1 to 64");
        }
        if (capacity < 1 || capacity > 10_000) {
            wrong.add("capacity is " + capacity + ", accepted are 1 to 10000");
        }
        if (timeout.toMillis() < 500 || timeout.toMillis() > 60_000) {
            wrong.add("timeout is " + timeout.toMillis() + " ms, accepted are 500 to 60000 ms");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** Two decoders, 64 batches, 10 s: room for every session of a subtask to deliver at once after a restart. */
    public static TranscodeSettings defaults() {
        return new TranscodeSettings(2, 64, Duration.ofSeconds(10));
    }

    /** The timeout for Flink's operator: later than the stage's own, which knows more of what went wrong. */
    public Duration operatorTimeout() {
        return timeout.plusSeconds(5);
    }
}
