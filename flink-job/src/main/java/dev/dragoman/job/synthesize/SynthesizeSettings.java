package dev.dragoman.job.synthesize;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of the speech.
 *
 * @param retry how long one interpretation may be tried
 * @param rate how much the synthesizer may be asked
 * @param capacity how many may be under way at once in one subtask, 1 to 100,000
 * @param voices which voice speaks which language
 * @param mostPercent how fast a voice may speak to catch up, in percent of its own speed, 100 to 150;
 *     100 never hurries
 * @param rememberedTexts how many short texts' speech is remembered in one subtask, so that the same
 *     one in the same session is not paid for twice, 0 to 100,000. A second of speech takes 6 kB
 * @param rememberedCharacters how long a text may be for its speech to be remembered, 0 to 1,000
 *     characters; 15 are about a second
 */
public record SynthesizeSettings(
        RetrySettings retry,
        RateSettings rate,
        int capacity,
        Voices voices,
        int mostPercent,
        int rememberedTexts,
        int rememberedCharacters)
        implements Serializable {

    public SynthesizeSettings {
        new Mistakes()
                .inRange("capacity", capacity, 1, 100_000)
                .inRange("mostPercent", mostPercent, 100, 150)
                .inRange("rememberedTexts", rememberedTexts, 0, 100_000)
                .inRange("rememberedCharacters", rememberedCharacters, 0, 1_000)
                .report();
    }

    /**
     * 5 s; 8 requests a second and 10 at once, heard within 12 s; 500 at once; neural voices, up to 125 %
     * fast; 500 texts of at most 60 characters, 12 MB. The rate is what a new account has for neural
     * voices. https://docs.aws.amazon.com/polly/latest/dg/limits.html
     */
    public static SynthesizeSettings defaults() {
        return new SynthesizeSettings(
                RetrySettings.within(Duration.ofSeconds(5)),
                new RateSettings(8, 10, Duration.ofSeconds(12)),
                500,
                Voices.neural(),
                125,
                500,
                60);
    }

    /** How many connections carry the rate. */
    public int connections() {
        return rate.connections(retry.attempt());
    }

    /** How long one interpretation may stay in the stage. */
    public Duration operatorTimeout() {
        return rate.heardWithin().plus(retry.operatorTimeout());
    }
}
