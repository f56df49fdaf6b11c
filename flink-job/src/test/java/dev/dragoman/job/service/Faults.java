package dev.dragoman.job.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knobs of a fake service: what goes wrong with its next calls. Safe for use by many threads. */
public final class Faults {

    /** What goes wrong with one call. */
    private interface Fault {
        <T> CompletableFuture<T> instead(Supplier<T> work);
    }

    private final Deque<Fault> next = new ArrayDeque<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable ServiceException broken;
    private volatile Duration delay = Duration.ZERO;

    /** The next calls fail. */
    public synchronized Faults failNext(int times, ServiceException failure) {
        for (int i = 0; i < times; i++) {
            next.add(new Fault() {
                @Override
                public <T> CompletableFuture<T> instead(Supplier<T> work) {
                    return CompletableFuture.failedFuture(failure);
                }
            });
        }
        return this;
    }

    /** The next call throws instead of answering. */
    public synchronized Faults throwNext(RuntimeException thrown) {
        next.add(new Fault() {
            @Override
            public <T> CompletableFuture<T> instead(Supplier<T> work) {
                throw thrown;
            }
        });
        return this;
    }

    /** The next calls do their work, and nobody hears of it. */
    public synchronized Faults loseAnswers(int times) {
        for (int i = 0; i < times; i++) {
            next.add(new Fault() {
                @Override
                public <T> CompletableFuture<T> instead(Supplier<T> work) {
                    var unused = work.get();
                    return new CompletableFuture<>();
                }
            });
        }
        return this;
    }

    /** Every call fails from now on; or works again, with null. */
    public Faults breakWith(@Nullable ServiceException failure) {
        broken = failure;
        return this;
    }

    /** Every answer takes so long from now on. */
    public Faults delay(Duration by) {
        delay = by;
        return this;
    }

    /** How often the service was called, in vain or not. */
    public int calls() {
        return calls.get();
    }

    /** A call of the service. */
    public <T> CompletableFuture<T> call(Supplier<T> work) {
        calls.incrementAndGet();
        Fault fault;
        synchronized (this) {
            fault = next.poll();
        }
        if (fault != null) {
            return fault.instead(work);
        }
        ServiceException failure = broken;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (delay.isZero()) {
            return CompletableFuture.completedFuture(work.get());
        }
        return CompletableFuture.supplyAsync(
                work, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
    }
}
