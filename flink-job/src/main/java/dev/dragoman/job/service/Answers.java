package dev.dragoman.job.service;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads what calls answer, so that giving up what was read takes the call down too: otherwise it would
 * hold its connection until the service answers after all.
 */
public final class Answers {

    private Answers() {}

    /**
     * A call's answer, read.
     *
     * @param answer reads what came
     * @param failure reads why nothing came; may throw
     */
    public static <A, T> CompletableFuture<T> read(
            CompletableFuture<A> call, Function<A, T> answer, Function<Throwable, T> failure) {
        CompletableFuture<T> read =
                call.handle((given, failed) -> failed == null ? answer.apply(given) : failure.apply(failed));
        // Cancelling what is done does nothing.
        var unused = read.whenComplete((done, failed) -> {
            if (failed != null) {
                call.cancel(true);
            }
        });
        return read;
    }
}
