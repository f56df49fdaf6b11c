package dev.dragoman.job.translate;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of the translation.
 *
 * @param retry how long one utterance may be tried
 * @param rate how much the translator may be asked
 * @param capacity how many utterances may be under way at once in one subtask, 1 to 100,000
 * @param rememberedTexts how many short texts are remembered in one subtask, so that the same one in
 *     the same session is not paid for twice, 0 to 1,000,000
 * @param rememberedCharacters how long a text may be to be remembered, 0 to 10,000 characters
 */
public record TranslateSettings(
        RetrySettings retry, RateSettings rate, int capacity, int rememberedTexts, int rememberedCharacters)
        implements Serializable {

    public TranslateSettings {
        new Mistakes()
                .inRange("capacity", capacity, 1, 100_000)
                .inRange("rememberedTexts", rememberedTexts, 0, 1_000_000)
                .inRange("rememberedCharacters", rememberedCharacters, 0, 10_000)
                .report();
    }

    /** How many connections carry the rate. */
    public int connections() {
        return rate.connections(retry.attempt());
    }

    /** How long one utterance may stay in the stage. */
    public Duration operatorTimeout() {
        return rate.heardWithin().plus(retry.operatorTimeout());
    }

    /**
     * 5 s; 20 requests a second, heard within 12 s; 500 at once, 5,000 texts of at most 120 characters ("Good morning.", "Any questions?").
     * The rate is what Amazon Translate once published for one pair of languages; accounts that are used
     * more have more. https://docs.aws.amazon.com/translate/latest/dg/limits-guidelines.html
     */
    public static TranslateSettings defaults() {
        return new TranslateSettings(
                RetrySettings.within(Duration.ofSeconds(5)),
                new RateSettings(20, 20, Duration.ofSeconds(12)),
                500,
                5_000,
                120);
    }
}
