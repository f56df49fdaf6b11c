package dev.dragoman.job.transcribe;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How sessions are recognised. Immutable; every mistake is reported at once.
 *
 * @param maxUtterance no utterance is longer, a single longer word aside; 2 s to 60 s
 * @param maxPending how much audio of one session may wait for its recognition; beyond it the oldest becomes a gap;
 *     5 s to 5 min
 * @param silenceBeforeClose after so much audio without speech the stream is closed; 2 s to 14 s
 * @param starvedBeforeClose when no audio came for so long the stream is closed; 2 s to 14 s, because Transcribe ends a
 *     stream after 15 s without audio
 * @param leadIn how much of the silence before speech is sent with it; 0 to 2 s
 * @param muteAfter when speech was sent and nothing was answered for so long, the stream is given up; 2 s to 60 s
 * @param startTimeout how long a stream may take to be taken or to end; 1 s to 60 s
 * @param endTimeout how long the last words of a session, or of the job's input, are waited for; 1 s to 5 min
 * @param renewAfter age at which a stream is replaced in the next pause; 1 min to 3 h 50 min, because Transcribe ends a
 *     stream after 4 h
 * @param minBackoff the wait before the first try again; 10 ms to 10 s
 * @param maxBackoff the longest wait before another try; at least minBackoff, at most 60 s
 * @param catchUp how many times faster than real time waiting audio is sent; 1 to 20
 * @param startsPerSecond streams the account may start in a second; 1 to 10,000. Subtasks share it evenly
 * @param concurrentStreams streams the account may have open; 1 to 100,000. Subtasks share it evenly
 */
public record TranscribeSettings(
        Duration maxUtterance,
        Duration maxPending,
        Duration silenceBeforeClose,
        Duration starvedBeforeClose,
        Duration leadIn,
        Duration muteAfter,
        Duration startTimeout,
        Duration endTimeout,
        Duration renewAfter,
        Duration minBackoff,
        Duration maxBackoff,
        int catchUp,
        int startsPerSecond,
        int concurrentStreams)
        implements Serializable {

    /** Checks every bound and reports all that are broken. */
    public TranscribeSettings {
        List<String> wrong = new ArrayList<>();
        within(wrong, "maxUtterance", maxUtterance, 2_000, 60_000);
        within(wrong, "maxPending", maxPending, 5_000, 300_000);
        within(wrong, "silenceBeforeClose", silenceBeforeClose, 2_000, 14_000);
        within(wrong, "starvedBeforeClose", starvedBeforeClose, 2_000, 14_000);
        within(wrong, "leadIn", leadIn, 0, 2_000);
        within(wrong, "muteAfter", muteAfter, 2_000, 60_000);
        within(wrong, "startTimeout", startTimeout, 1_000, 60_000);
        within(wrong, "endTimeout", endTimeout, 1_000, 300_000);
        within(wrong, "renewAfter", renewAfter, 60_000, 13_800_000);
        within(wrong, "minBackoff", minBackoff, 10, 10_000);
        within(wrong, "maxBackoff", maxBackoff, minBackoff.toMillis(), 60_000);
        within(wrong, "catchUp", catchUp, 1, 20);
        within(wrong, "startsPerSecond", startsPerSecond, 1, 10_000);
        within(wrong, "concurrentStreams", concurrentStreams, 1, 100_000);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** What fits a new AWS account: 25 streams, 25 starts a second. */
    public static TranscribeSettings defaults() {
        return new TranscribeSettings(
                Duration.ofSeconds(6),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(8),
                Duration.ofMillis(500),
                Duration.ofSeconds(6),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(225),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                5,
                25,
                25);
    }

    private static void within(List<String> wrong, String name, Duration value, long min, long max) {
        if (value.compareTo(Duration.ofMillis(min)) < 0 || value.compareTo(Duration.ofMillis(max)) > 0) {
            wrong.add(name + " is " + value.toMillis() + " ms, accepted are " + min + " to " + max + " ms");
        }
    }

    private static void within(List<String> wrong, String name, int value, int min, int max) {
        if (value < min || value > max) {
            wrong.add(name + " is " + value + ", accepted are " + min + " to " + max);
        }
    }
}
