package dev.dragoman.job.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Repeats a call to a service until it succeeds, is refused, or its time is over. The future it
 * returns always completes, at the latest at the bound; when it fails, always with a {@link
 * ServiceException}. Nothing blocks; no thread is held between attempts.
 *
 * <p>An answer that comes after its attempt was given up is ignored. The call may have been done
 * more than once: only harmless calls may be repeated.
 *
 * @param <T> what the call answers
 */
public final class Retry<T> {

    /** Doubling stops here: later waits are as long as this one. */
    private static final int MOST_DOUBLINGS = 6;

    private final RetrySettings settings;
    private final Supplier<CompletableFuture<T>> call;
    private final Runnable onRepeat;
    private final long giveUpNanos;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    /** How many attempts failed; touched by one attempt at a time. */
    private int failed;

    private Retry(RetrySettings settings, Supplier<CompletableFuture<T>> call, Runnable onRepeat) {
        this.settings = settings;
        this.call = call;
        this.onRepeat = onRepeat;
        this.giveUpNanos = System.nanoTime() + settings.bound().toNanos();
    }

    /** Calls, and calls again within the settings' bound. */
    public static <T> CompletableFuture<T> within(RetrySettings settings, Supplier<CompletableFuture<T>> call) {
        return within(settings, call, () -> {});
    }

    /** The same, telling of every call after the first. */
    public static <T> CompletableFuture<T> within(
            RetrySettings settings, Supplier<CompletableFuture<T>> call, Runnable onRepeat) {
        Retry<T> retry = new Retry<>(settings, call, onRepeat);
        retry.attempt();
        return retry.outcome;
    }

    private void attempt() {
        long left = giveUpNanos - System.nanoTime();
        long patience = Math.max(1, Math.min(left, settings.attempt().toNanos()));
        CompletableFuture<T> attempt = started();
        var unused = attempt.copy().orTimeout(patience, TimeUnit.NANOSECONDS).whenComplete((answer, failure) -> {
            if (failure == null) {
                outcome.complete(answer);
            } else {
                attempt.cancel(true);
                failed(asServiceException(failure));
            }
        });
    }

    private CompletableFuture<T> started() {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void failed(ServiceException failure) {
        failed++;
        Duration wait = backoff();
        if (!failure.isWorthRepeating() || System.nanoTime() + wait.toNanos() >= giveUpNanos) {
            outcome.completeExceptionally(failure);
            return;
        }
        onRepeat.run();
        Executor later = CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS);
        later.execute(this::attempt);
    }

    private Duration backoff() {
        long whole = settings.firstBackoff().toNanos() << Math.min(failed - 1, MOST_DOUBLINGS);
        return Duration.ofNanos(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }

    /** What a future failed with, as the service's failure. A failure that nobody foresaw is not repeated. */
    public static ServiceException asServiceException(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ServiceException service) {
            return service;
        }
        if (cause instanceof TimeoutException) {
            return ServiceException.noAnswer("no answer in time");
        }
        return ServiceException.refused(cause.getClass().getSimpleName());
    }
}
