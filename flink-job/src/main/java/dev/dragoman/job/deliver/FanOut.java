package dev.dragoman.job.deliver;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.service.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells every connection of a notification's target. Each connection is told a session's
 * notifications in the order in which they were given; a slow one delays nobody else; one that is
 * gone is removed from the directory; throttling and broken answers are repeated within the bound.
 *
 * <p>Notifications may be given from one thread only; never blocks.
 */
public final class FanOut implements AutoCloseable {

    private final ListenerDirectory directory;
    private final Notifier notifier;
    private final Audience audience;
    private final ConnectionLines lines;

    /** By session, the last notification's joining of the lines: the next one joins after it. */
    private final Map<String, CompletableFuture<Void>> joining = new ConcurrentHashMap<>();

    /**
     * Over a directory and a notifier, which are closed with it.
     *
     * @param onRepeat is told of every repetition
     */
    public FanOut(ListenerDirectory directory, Notifier notifier, NotifySettings settings, Runnable onRepeat) {
        this.directory = directory;
        this.notifier = notifier;
        this.audience = new Audience(directory, settings);
        this.lines = new ConnectionLines(notifier, settings, onRepeat, audience::forget);
    }

    /**
     * What became of a notification.
     *
     * @param connections how many were to be told
     * @param failures how many could not be, by what went wrong
     */
    public record Told(int connections, Map<String, Integer> failures) {

        /** How many could not be told. */
        public int failed() {
            return failures.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Tells it.
     *
     * @param ready when it may be told; the session's next ones wait, too. Never fails
     * @return when every connection was told, is gone or was given up, and at once for what passes; a
     *     failure with a {@link dev.dragoman.job.service.ServiceException} if nobody knows whom to tell
     */
    public CompletableFuture<Told> tell(Notification notification, CompletableFuture<Void> ready) {
        String sessionId = notification.sessionId();
        CompletableFuture<Void> before = joining.getOrDefault(sessionId, CompletableFuture.completedFuture(null));
        CompletableFuture<List<CompletableFuture<Notifier.Outcome>>> joined = CompletableFuture.allOf(before, ready)
                .thenCombine(audience.of(notification), (turn, connections) -> join(notification, connections));
        CompletableFuture<Void> after = joined.handle((told, failure) -> null);
        joining.put(sessionId, after);
        var unused = after.whenComplete((turn, never) -> joining.remove(sessionId, after));
        return joined.thenCompose(all -> notification.passing()
                ? CompletableFuture.completedFuture(new Told(all.size(), Map.of()))
                : settled(all));
    }

    private List<CompletableFuture<Notifier.Outcome>> join(Notification notification, List<String> connections) {
        List<CompletableFuture<Notifier.Outcome>> told = new ArrayList<>(connections.size());
        for (String connection : connections) {
            told.add(lines.join(connection, notification.message(), notification.passing()));
        }
        return told;
    }

    private static CompletableFuture<Told> settled(List<CompletableFuture<Notifier.Outcome>> all) {
        Map<String, Integer> failures = new TreeMap<>();
        AtomicInteger left = new AtomicInteger(all.size());
        CompletableFuture<Told> settled = new CompletableFuture<>();
        if (all.isEmpty()) {
            settled.complete(new Told(0, failures));
        }
        for (CompletableFuture<Notifier.Outcome> one : all) {
            var unused = one.whenComplete((outcome, failure) -> {
                if (failure != null) {
                    String what =
                            String.valueOf(Retry.asServiceException(failure).getMessage());
                    synchronized (failures) {
                        failures.merge(what, 1, Integer::sum);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    settled.complete(new Told(all.size(), failures));
                }
            });
        }
        return settled;
    }

    @Override
    public void close() {
        notifier.close();
        directory.close();
    }
}
