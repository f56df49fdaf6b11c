package dev.dragoman.job.synthesize;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.InterpretationStage;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Adds the speech to what has a text in another language. Every record comes out once, with its
 * speech and how long it plays, or with the failure {@link #REASON} and its text kept, so that it
 * can still be read; announcements and what failed before pass untouched.
 *
 * <p>A language without a voice and a text over the service's limit fail
 * at once; everything else is repeated within the bound.
 */
public final class SynthesizeFunction extends InterpretationStage<Synthesizer> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "synthesize";

    /** The code of its failures. */
    public static final String REASON = "SYNTHESIS_FAILED";

    private final Voices voices;

    /** The function of a job. */
    public SynthesizeFunction(ServiceFactory<Synthesizer> factory, SynthesizeSettings settings) {
        this(factory, settings, Clock.systemUTC());
    }

    SynthesizeFunction(ServiceFactory<Synthesizer> factory, SynthesizeSettings settings, Clock clock) {
        super(STAGE, REASON, factory, settings.retry(), clock);
        this.voices = settings.voices();
    }

    @Override
    protected boolean concerns(Interpretation in) {
        return !in.announces() && in.text() != null && in.speech() == null && in.url() == null;
    }

    @Override
    protected CompletableFuture<Interpretation> add(Synthesizer synthesizer, Interpretation in) {
        Optional<Voice> voice = voices.of(in.language());
        String text = in.text();
        if (voice.isEmpty() || text == null) {
            return CompletableFuture.failedFuture(ServiceException.refused("no voice for " + in.language()));
        }
        return synthesizer.speak(text, voice.get()).thenApply(mp3 -> {
            OptionalLong millis = Mp3.durationMillis(mp3);
            if (millis.isEmpty()) {
                throw new CompletionException(ServiceException.unavailable("the answer is no MP3"));
            }
            return in.withSpeech(mp3, millis.getAsLong());
        });
    }
}
