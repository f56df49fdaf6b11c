package dev.dragoman.job.synthesize;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of the speech.
 *
 * @param retry how long one interpretation may be tried
 * @param capacity how many may be under way at once in one subtask, 1 to 100,000
 * @param voices which voice speaks which language
 */
public record SynthesizeSettings(RetrySettings retry, int capacity, Voices voices) implements Serializable {

    public SynthesizeSettings {
        new Mistakes().inRange("capacity", capacity, 1, 100_000).report();
    }

    /** 5 s, 500 at once, neural voices. */
    public static SynthesizeSettings defaults() {
        return new SynthesizeSettings(RetrySettings.within(Duration.ofSeconds(5)), 500, Voices.neural());
    }
}
