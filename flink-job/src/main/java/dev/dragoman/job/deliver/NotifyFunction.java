package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tells every connection of a notification's target. What comes out are dead letters: none where
 * everybody was told or gone, one with {@link #REASON} where somebody could not be told within the
 * bound, one with {@link LanguagesFunction#REASON} where nobody knows whom to tell.
 *
 * <p>Each connection is told a session's notifications in the order in which they came in: the input
 * must be partitioned by session. A slow listener delays nobody else; one that is gone is removed
 * from the directory; throttling and broken answers are repeated within the bound. Partial captions
 * are not waited for. After a restore what was under way is told again: listeners know a repetition
 * by its media start.
 */
public final class NotifyFunction extends RichAsyncFunction<Notification, DeadLetter> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "notify";

    /** The code of its failures. */
    public static final String REASON = "NOTIFY_FAILED";

    private final ServiceFactory<ListenerDirectory> directories;
    private final ServiceFactory<Notifier> notifiers;
    private final NotifySettings settings;
    private final Clock clock;

    private transient @Nullable ListenerDirectory directory;
    private transient @Nullable Notifier notifier;
    private transient @Nullable StageMetrics metrics;
    private transient @Nullable Audience audience;
    private transient @Nullable ConnectionLines lines;

    /** By session, the last notification's joining of the lines: the next one joins after it. */
    private transient @Nullable Map<String, CompletableFuture<Void>> joining;

    /** The function of a job. */
    public NotifyFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<Notifier> notifiers,
            NotifySettings settings) {
        this(directories, notifiers, settings, Clock.systemUTC());
    }

    NotifyFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<Notifier> notifiers,
            NotifySettings settings,
            Clock clock) {
        this.directories = directories;
        this.notifiers = notifiers;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        StageMetrics counted = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        ListenerDirectory asked = directories.create();
        Notifier told = notifiers.create();
        Audience who = new Audience(asked, settings);
        metrics = counted;
        directory = asked;
        notifier = told;
        audience = who;
        lines = new ConnectionLines(told, settings, counted::repeated, who::forget);
        joining = new ConcurrentHashMap<>();
    }

    @Override
    public void asyncInvoke(Notification notification, ResultFuture<DeadLetter> out) {
        Audience who = audience;
        StageMetrics counted = metrics;
        Map<String, CompletableFuture<Void>> sessions = joining;
        if (who == null || counted == null || sessions == null) {
            throw new IllegalStateException("not open");
        }
        long startedMillis = counted.began();
        String sessionId = notification.sessionId();
        CompletableFuture<Void> before = sessions.getOrDefault(sessionId, CompletableFuture.completedFuture(null));
        CompletableFuture<List<CompletableFuture<Notifier.Outcome>>> joined =
                before.thenCombine(who.of(notification), (turn, connections) -> join(notification, connections));
        CompletableFuture<Void> after = joined.handle((told, failure) -> null);
        sessions.put(sessionId, after);
        var unused = after.whenComplete((turn, never) -> sessions.remove(sessionId, after));

        var unusedEither = joined.thenCompose(told -> settled(told, notification))
                .whenComplete((letters, failure) -> {
                    counted.ended(startedMillis, failure == null && letters.isEmpty());
                    out.complete(failure == null ? letters : List.of(unknown(notification, failure)));
                });
    }

    private List<CompletableFuture<Notifier.Outcome>> join(Notification notification, List<String> connections) {
        ConnectionLines all = lines;
        if (all == null) {
            throw new IllegalStateException("not open");
        }
        List<CompletableFuture<Notifier.Outcome>> told = new ArrayList<>(connections.size());
        for (String connection : connections) {
            told.add(all.join(connection, notification.message(), notification.passing()));
        }
        return told;
    }

    private CompletableFuture<Collection<DeadLetter>> settled(
            List<CompletableFuture<Notifier.Outcome>> told, Notification notification) {
        if (notification.passing()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Map<String, Integer> failures = new HashMap<>();
        AtomicInteger left = new AtomicInteger(told.size());
        CompletableFuture<Collection<DeadLetter>> settled = new CompletableFuture<>();
        if (told.isEmpty()) {
            settled.complete(List.of());
        }
        for (CompletableFuture<Notifier.Outcome> one : told) {
            var unused = one.whenComplete((outcome, failure) -> {
                if (failure != null) {
                    synchronized (failures) {
                        failures.merge(
                                String.valueOf(Retry.asServiceException(failure).getMessage()), 1, Integer::sum);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    settled.complete(
                            failures.isEmpty() ? List.of() : List.of(untold(notification, failures, told.size())));
                }
            });
        }
        return settled;
    }

    private DeadLetter untold(Notification notification, Map<String, Integer> failures, int all) {
        int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        return letter(notification, REASON, failed + " of " + all + " connections: " + failures.keySet());
    }

    private DeadLetter unknown(Notification notification, Throwable failure) {
        ServiceException cause = Retry.asServiceException(failure);
        return letter(notification, LanguagesFunction.REASON, String.valueOf(cause.getMessage()));
    }

    private DeadLetter letter(Notification notification, String reason, String detail) {
        return new DeadLetter(
                STAGE,
                reason,
                notification.sessionId(),
                notification.target() + "/" + notification.mediaStartMillis(),
                detail,
                clock.millis());
    }

    @Override
    public void timeout(Notification notification, ResultFuture<DeadLetter> out) {
        out.complete(List.of(letter(notification, REASON, "the stage did not end in time")));
    }

    @Override
    public void close() {
        if (notifier != null) {
            notifier.close();
        }
        if (directory != null) {
            directory.close();
        }
    }
}
