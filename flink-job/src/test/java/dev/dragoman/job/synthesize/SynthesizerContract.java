package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every synthesizer does; a subclass says which. */
public abstract class SynthesizerContract {

    private static final Voice LUCIA = new Voice("Lucia", "es-ES");

    /** The synthesizer to be held to it, with at least one Spanish voice. */
    protected abstract Synthesizer synthesizer();

    @Test
    void speaksAsMp3ThatPlaysForATime() {
        assertThat(synthesizer().speak("La casa es blanca.", LUCIA, 100))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(mp3 -> assertThat(Mp3.durationMillis(mp3).orElse(0)).isBetween(200L, 10_000L));
    }

    @Test
    void speaksMarkupInsteadOfObeyingIt() {
        assertThat(synthesizer().speak("1 < 2 & </speak> \"so\"", LUCIA, 100)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void hurriesWhenItIsToldTo() throws Exception {
        String text = "La casa es blanca, y el jardín es muy grande.";

        long usual = Mp3.durationMillis(synthesizer().speak(text, LUCIA, 100).get(10, TimeUnit.SECONDS))
                .orElseThrow();
        long fast = Mp3.durationMillis(synthesizer().speak(text, LUCIA, 125).get(10, TimeUnit.SECONDS))
                .orElseThrow();

        assertThat((double) fast / usual).isBetween(0.7, 0.92);
    }

    @Test
    void speaksTextOfItsLimit() {
        String quotes = "\"a\" ".repeat(Synthesizer.MOST_SIZE / Ssml.size("\"a\" "));

        assertThat(synthesizer().speak(quotes, LUCIA, 125)).succeedsWithin(60, TimeUnit.SECONDS);
    }

    @Test
    void refusesTextOverItsLimit() {
        assertThat(synthesizer().speak("x".repeat(6_001), LUCIA, 100))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }
}
