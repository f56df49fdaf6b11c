package dev.dragoman.job.service;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The calls that one interpretation makes to a stage's service. Every call, and every repetition, waits
 * for its turn first; it is repeated within the stage's bound, which begins with its first turn. What
 * could not be heard in time any more is not called.
 */
public final class Calls {

    private final RetrySettings retry;
    private final Turns turns;
    private final StageMetrics metrics;
    private final Interpretation interpretation;
    private final Patience patience;

    /** How long an utterance may still wait. */
    interface Patience {

        /** Milliseconds from now. */
        long millis(Utterance utterance);
    }

    Calls(RetrySettings retry, Turns turns, Patience patience, StageMetrics metrics, Interpretation of) {
        this.retry = retry;
        this.turns = turns;
        this.patience = patience;
        this.metrics = metrics;
        this.interpretation = of;
    }

    /** Calls. Fails with a {@link ServiceException} if it is refused, or did not succeed in time. */
    public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        return Retry.within(
                retry,
                this::turn,
                call,
                failure -> {
                    if (failure.reason() == ServiceException.Reason.THROTTLED) {
                        metrics.throttled();
                        turns.throttled();
                    }
                },
                metrics::repeated);
    }

    private CompletableFuture<Void> turn(long leftMillis) {
        metrics.waits(1);
        Utterance utterance = interpretation.utterance();
        return turns.turn(
                        utterance.session().sessionId(),
                        interpretation.language(),
                        utterance.mediaStartMillis(),
                        Math.min(leftMillis, patience.millis(utterance)))
                .whenComplete((done, failure) -> metrics.waits(-1));
    }
}
