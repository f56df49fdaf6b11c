package dev.dragoman.job.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call to a service until it succeeds, is refused, or its time is over. The future it
 * returns always completes, at the latest at the bound after its first turn; when it fails, always with a {@link
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
    private final LongFunction<CompletableFuture<Void>> turn;
    private final Supplier<CompletableFuture<T>> call;
    private final Consumer<ServiceException> onFailure;
    private final Runnable onRepeat;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    /** When to give up, once the first turn came; touched, as the next two, by one attempt at a time. */
    private long giveUpNanos;

    /** How many attempts failed. */
    private int failed;

    private @Nullable ServiceException last;

    private Retry(
            RetrySettings settings,
            LongFunction<CompletableFuture<Void>> turn,
            Supplier<CompletableFuture<T>> call,
            Consumer<ServiceException> onFailure,
            Runnable onRepeat) {
        this.settings = settings;
        this.turn = turn;
        this.call = call;
        this.onFailure = onFailure;
        this.onRepeat = onRepeat;
    }

    /** Calls, and calls again within the settings' bound. */
    public static <T> CompletableFuture<T> within(RetrySettings settings, Supplier<CompletableFuture<T>> call) {
        return within(settings, call, () -> {});
    }

    /** The same, telling of every call after the first. */
    public static <T> CompletableFuture<T> within(
            RetrySettings settings, Supplier<CompletableFuture<T>> call, Runnable onRepeat) {
        return within(settings, left -> CompletableFuture.completedFuture(null), call, failure -> {}, onRepeat);
    }

    /**
     * The same, waiting for a turn before every call. The bound begins with the first turn. Without a
     * turn there is no call: the outcome is why there was none, or why the call before failed.
     *
     * @param turn asks for one that comes within so many milliseconds: what the bound leaves, for the
     *     first any
     */
    static <T> CompletableFuture<T> within(
            RetrySettings settings,
            LongFunction<CompletableFuture<Void>> turn,
            Supplier<CompletableFuture<T>> call,
            Consumer<ServiceException> onFailure,
            Runnable onRepeat) {
        Retry<T> retry = new Retry<>(settings, turn, call, onFailure, onRepeat);
        retry.attempt();
        return retry.outcome;
    }

    private void attempt() {
        long leftMillis = failed == 0
                ? Long.MAX_VALUE
                : TimeUnit.NANOSECONDS.toMillis(Math.max(0, giveUpNanos - System.nanoTime()));
        var unused = turn.apply(leftMillis).whenComplete((done, none) -> {
            long now = System.nanoTime();
            if (failed == 0) {
                giveUpNanos = now + settings.bound().toNanos();
            }
            ServiceException before = last;
            if (none != null) {
                outcome.completeExceptionally(before == null ? asServiceException(none) : before);
            } else if (before != null && now >= giveUpNanos) {
                outcome.completeExceptionally(before);
            } else {
                attempt(giveUpNanos - now);
            }
        });
    }

    private void attempt(long left) {
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
        onFailure.accept(failure);
        failed++;
        last = failure;
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
