package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line of waiting messages for each connection that has any. One connection is told one message at
 * a time, in the order given; connections don't wait for each other. Every message ends: told, given
 * up when its bound is over or the line is too long, or its connection gone.
 *
 * <p>A partial caption is told once, not repeated, and gives way to a newer one that joins the line
 * behind it. A connection that is
 * gone ends its whole line. Lines exist only while something waits in them. Safe for use by many
 * threads; never blocks.
 */
final class ConnectionLines {

    private final Notifier notifier;
    private final NotifySettings settings;
    private final Runnable onRepeat;
    private final Consumer<String> onGone;

    /** By connection. A line is touched only inside the map's compute, one thread at a time. */
    private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();

    /** A message in a line. */
    private record Waiting(
            String message, boolean passing, long giveUpNanos, CompletableFuture<Notifier.Outcome> told) {}

    private static final class Line {
        final Deque<Waiting> waiting = new ArrayDeque<>();
        boolean telling;
    }

    /**
     * Lines in front of a notifier.
     *
     * @param onRepeat is told of every repetition
     * @param onGone is told once of every connection that turns out to be gone
     */
    ConnectionLines(Notifier notifier, NotifySettings settings, Runnable onRepeat, Consumer<String> onGone) {
        this.notifier = notifier;
        this.settings = settings;
        this.onRepeat = onRepeat;
        this.onGone = onGone;
    }

    /**
     * Joins the line of a connection.
     *
     * @return what becomes of it; or a failure with a {@link ServiceException}. Told may also mean
     *     that a newer message took its place
     */
    CompletableFuture<Notifier.Outcome> join(String connectionId, String message, boolean passing) {
        Waiting last = new Waiting(
                message, passing, System.nanoTime() + settings.retry().bound().toNanos(), new CompletableFuture<>());
        List<Runnable> outside = new ArrayList<>(1); // completing futures runs others' code
        lines.compute(connectionId, (id, before) -> {
            Line line = before == null ? new Line() : before;
            if (passing) {
                dropPassing(line, outside);
            }
            if (line.waiting.size() >= settings.waiting()) {
                Waiting oldest = line.waiting.remove();
                outside.add(() ->
                        oldest.told().completeExceptionally(ServiceException.noAnswer("too many messages waiting")));
            }
            line.waiting.add(last);
            if (!line.telling) {
                line.telling = true;
                outside.add(() -> tellNext(id));
            }
            return line;
        });
        outside.forEach(Runnable::run);
        return last.told();
    }

    /** How many connections have a line. */
    int size() {
        return lines.size();
    }

    private static void dropPassing(Line line, List<Runnable> outside) {
        for (Iterator<Waiting> each = line.waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            if (one.passing()) {
                each.remove();
                outside.add(() -> one.told().complete(Notifier.Outcome.TOLD));
            }
        }
    }

    /** Tells as long as answers are there at once; goes on when the answer comes, otherwise. */
    private void tellNext(String connectionId) {
        for (Waiting next = first(connectionId); next != null; next = first(connectionId)) {
            Waiting one = next;
            long left = one.giveUpNanos() - System.nanoTime();
            CompletableFuture<Notifier.Outcome> told = left <= 0
                    ? CompletableFuture.failedFuture(ServiceException.noAnswer("others before it took too long"))
                    : tell(connectionId, one, left);
            CompletableFuture<Void> ended = told.handle((outcome, failure) -> {
                end(connectionId, one, outcome, failure);
                return null;
            });
            if (!ended.isDone()) {
                var unused = ended.thenRun(() -> tellNext(connectionId));
                return;
            }
        }
    }

    private CompletableFuture<Notifier.Outcome> tell(String connectionId, Waiting one, long leftNanos) {
        return one.passing()
                ? once(connectionId, one.message())
                : Retry.within(within(leftNanos), () -> notifier.tell(connectionId, one.message()), onRepeat);
    }

    /** What passes is told at once or not at all: the next one is about to come. */
    private CompletableFuture<Notifier.Outcome> once(String connectionId, String message) {
        try {
            return notifier.tell(connectionId, message)
                    .orTimeout(settings.retry().attempt().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private RetrySettings within(long leftNanos) {
        Duration left =
                Duration.ofNanos(Math.max(leftNanos, Duration.ofMillis(10).toNanos()));
        RetrySettings whole = settings.retry();
        Duration attempt = left.compareTo(whole.attempt()) < 0 ? left : whole.attempt();
        return new RetrySettings(left, attempt, whole.firstBackoff());
    }

    /** The first in line, taken out of it; null, and the line is no more, if there is none. */
    private @Nullable Waiting first(String connectionId) {
        List<Waiting> first = new ArrayList<>(1);
        lines.computeIfPresent(connectionId, (id, line) -> {
            if (line.waiting.isEmpty()) {
                return null;
            }
            first.add(line.waiting.remove());
            return line;
        });
        return first.isEmpty() ? null : first.get(0);
    }

    private void end(
            String connectionId, Waiting one, Notifier.@Nullable Outcome outcome, @Nullable Throwable failure) {
        if (failure != null) {
            one.told().completeExceptionally(failure);
            return;
        }
        if (outcome == Notifier.Outcome.GONE) {
            onGone.accept(connectionId);
            List<Waiting> rest = new ArrayList<>();
            lines.computeIfPresent(connectionId, (id, line) -> {
                rest.addAll(line.waiting);
                line.waiting.clear();
                return line;
            });
            rest.forEach(other -> other.told().complete(Notifier.Outcome.GONE));
        }
        one.told().complete(outcome);
    }
}
