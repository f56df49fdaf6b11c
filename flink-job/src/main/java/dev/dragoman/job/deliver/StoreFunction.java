package dev.dragoman.job.deliver;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.Calls;
import dev.dragoman.job.service.InterpretationStage;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.S3Keys;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/**
 * Stores the speech and adds the URL where it can be had; the bytes are let go. Every record comes
 * out once, with its URL or with the failure {@link #REASON} and its text kept; what has no speech
 * passes untouched. The key is a function of session, language and media time: storing again after
 * a failure overwrites the same object.
 */
public final class StoreFunction extends InterpretationStage<AudioStore> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "store";

    /** The code of its failures. */
    public static final String REASON = "STORE_FAILED";

    /** The function of a job. */
    public StoreFunction(ServiceFactory<AudioStore> factory, StoreSettings settings) {
        this(factory, settings, Clock.systemUTC());
    }

    StoreFunction(ServiceFactory<AudioStore> factory, StoreSettings settings, Clock clock) {
        super(STAGE, REASON, factory, settings.retry(), null, clock);
    }

    @Override
    protected boolean concerns(Interpretation in) {
        return in.speech() != null;
    }

    @Override
    protected CompletableFuture<Interpretation> add(AudioStore store, Calls calls, Interpretation in) {
        byte[] mp3 = in.speech();
        if (mp3 == null) {
            return CompletableFuture.failedFuture(ServiceException.refused("no speech"));
        }
        String key = S3Keys.speech(
                in.utterance().session().sessionId(),
                in.language(),
                in.utterance().mediaStartMillis());
        return calls.call(() -> store.put(key, mp3)).thenApply(in::storedAt);
    }
}
