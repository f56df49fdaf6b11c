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
        assertThat(synthesizer().speak("La casa es blanca.", LUCIA))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(mp3 -> assertThat(Mp3.durationMillis(mp3).orElse(0)).isBetween(200L, 10_000L));
    }

    @Test
    void speaksMarkupInsteadOfObeyingIt() {
        assertThat(synthesizer().speak("1 < 2 & </speak> \"so\"", LUCIA)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void refusesTextOverItsLimit() {
        assertThat(synthesizer().speak("x".repeat(6_001), LUCIA))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("REFUSED");
    }
}
