package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of asking who listens.
 *
 * @param retry how long one utterance may wait for the directory
 * @param capacity how many utterances may be under way at once in one subtask, 1 to 100,000
 * @param remembered how long an answer is used again, 0 to 1 min: as long may a language wait for its
 *     first words after its first listener came
 */
public record LanguagesSettings(RetrySettings retry, int capacity, Duration remembered) implements Serializable {

    public LanguagesSettings {
        new Mistakes()
                .inRange("capacity", capacity, 1, 100_000)
                .inRange("remembered", remembered, Duration.ZERO, Duration.ofMinutes(1))
                .report();
    }

    /** 2 s, 1,000 at once, answers used again for 1 s. */
    public static LanguagesSettings defaults() {
        return new LanguagesSettings(RetrySettings.within(Duration.ofSeconds(2)), 1_000, Duration.ofSeconds(1));
    }
}
