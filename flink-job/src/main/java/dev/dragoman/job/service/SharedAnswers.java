package dev.dragoman.job.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers that are used again for a while. Whoever asks while the same question is under way shares
 * its answer. Failures are not kept: the next one asks anew. Bounded; safe for use by many threads;
 * never blocks.
 *
 * <p>Caffeine's own asynchronous cache does the same, but logs each failure with its stack.
 *
 * @param <K> the question
 * @param <V> the answer
 */
public final class SharedAnswers<K, V> {

    private final Cache<K, CompletableFuture<V>> answers;

    private SharedAnswers(Cache<K, CompletableFuture<V>> answers) {
        this.answers = answers;
    }

    /** At most so many answers, each used again for so long after it was asked for. */
    public static <K, V> SharedAnswers<K, V> of(long most, Duration kept) {
        return new SharedAnswers<>(Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(kept)
                .executor(Runnable::run)
                .build());
    }

    /** The answer that is there or under way; otherwise asks. The future is the caller's own. */
    public CompletableFuture<V> get(K question, Supplier<CompletableFuture<V>> ask) {
        return get(question, ask, failure -> false);
    }

    /**
     * The same; a failure that concerns only whoever asked is not shared.
     *
     * @param onlyTheirs whether it does: then whoever shares the question asks
     */
    public CompletableFuture<V> get(K question, Supplier<CompletableFuture<V>> ask, Predicate<Throwable> onlyTheirs) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> before = answers.asMap().putIfAbsent(question, mine);
        if (before != null) {
            return before.copy()
                    .exceptionallyCompose(failure -> onlyTheirs.test(failure)
                            ? get(question, ask, onlyTheirs)
                            : CompletableFuture.failedFuture(failure));
        }
        fill(question, mine, ask);
        return mine.copy();
    }

    /** Asks, whatever is there; the answer is there for others from now on. */
    public CompletableFuture<V> getAnew(K question, Supplier<CompletableFuture<V>> ask) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        answers.put(question, mine);
        fill(question, mine, ask);
        return mine.copy();
    }

    private void fill(K question, CompletableFuture<V> mine, Supplier<CompletableFuture<V>> ask) {
        CompletableFuture<V> asked;
        try {
            asked = ask.get();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        var unused = asked.whenComplete((answer, failure) -> {
            if (failure == null) {
                mine.complete(answer);
            } else {
                answers.asMap().remove(question, mine);
                mine.completeExceptionally(failure);
            }
        });
    }
}
