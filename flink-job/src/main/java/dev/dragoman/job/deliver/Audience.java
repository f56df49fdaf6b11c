package dev.dragoman.job.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.SharedAnswers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Whom to tell. What stays (a final caption, audio, the end) is told to whoever is in the directory
 * when it is asked; what passes may be told to whoever was there a moment ago. If the directory
 * can't be asked for {@link #ASKED_WITHIN}, to whoever was there last. A connection that is gone is not told anything again
 * and is removed from the directory. Safe for use by many threads; never blocks.
 */
final class Audience {

    /** Whoever was there last is better told now than whoever is there now later. */
    static final Duration ASKED_WITHIN = Duration.ofSeconds(2);

    private static final int REMEMBERED_TARGETS = 20_000;
    private static final Duration LAST_KNOWN = Duration.ofHours(1);

    /** Longer than the directory's index stays behind its table. */
    private static final Duration GONE = Duration.ofMinutes(10);

    private static final int REMEMBERED_GONE = 100_000;

    private final ListenerDirectory directory;
    private final NotifySettings settings;
    private final SharedAnswers<Target, List<String>> fresh;
    private final Cache<Target, List<String>> lastKnown;
    private final Cache<String, Boolean> gone;

    private record Target(String sessionId, String target) {}

    Audience(ListenerDirectory directory, NotifySettings settings) {
        this.directory = directory;
        this.settings = settings;
        this.fresh = SharedAnswers.of(REMEMBERED_TARGETS, settings.remembered());
        this.lastKnown = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_TARGETS)
                .expireAfterWrite(LAST_KNOWN)
                .executor(Runnable::run)
                .build();
        this.gone = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_GONE)
                .expireAfterWrite(GONE)
                .executor(Runnable::run)
                .build();
    }

    /** The connections to tell; or a failure with a {@link ServiceException} if nobody ever knew them. */
    CompletableFuture<List<String>> of(Notification notification) {
        Target target = new Target(notification.sessionId(), notification.target());
        CompletableFuture<List<String>> asked = notification.passing()
                ? fresh.get(target, () -> ask(target))
                : fresh.getAnew(target, () -> ask(target));
        return asked.thenApply(all ->
                all.stream().filter(one -> gone.getIfPresent(one) == null).toList());
    }

    private CompletableFuture<List<String>> ask(Target target) {
        boolean known = lastKnown.getIfPresent(target) != null;
        RetrySettings patience = known ? settings.retry().atMost(ASKED_WITHIN) : settings.retry();
        return Retry.within(patience, () -> current(target))
                .whenComplete((connections, failure) -> {
                    if (failure == null) {
                        lastKnown.put(target, connections);
                    }
                })
                .exceptionallyCompose(failure -> {
                    List<String> last = lastKnown.getIfPresent(target);
                    return last == null
                            ? CompletableFuture.failedFuture(failure)
                            : CompletableFuture.completedFuture(last);
                });
    }

    private CompletableFuture<List<String>> current(Target target) {
        return target.target().equals(Notification.EVERYONE)
                ? directory.everyone(target.sessionId())
                : directory.connections(target.sessionId(), target.target());
    }

    /** Forgets a connection. If the directory can't be told now, it is found gone again later. */
    void forget(String connectionId) {
        gone.put(connectionId, true);
        CompletableFuture<Void> removed = Retry.within(settings.retry(), () -> directory.remove(connectionId));
        removed.exceptionally(failure -> null);
    }
}
