package dev.dragoman.job.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a turn, and who is next: sessions take turns, however much each of them wants. Within
 * a session the oldest is first.
 *
 * <p>A queue whose newest is first when a session is behind goes over to the newest once the oldest
 * has waited for {@link #BEHIND_NANOS}, because what is being said now can still be heard in time and
 * what is old soon can't. Listeners hear in order: whatever is older than the newest, in its
 * language, never gets a turn after it ({@link #overtakenBy}).
 *
 * <p>Bounded: where more wait than could ever be in time, the oldest of the session that wants most
 * makes room. Not safe for use by many threads; knows no clock.
 */
final class TurnQueue {

    /** 2 s: half a sentence. */
    static final long BEHIND_NANOS = 2_000_000_000L;

    private static final Comparator<Waiting> BY_AGE =
            Comparator.comparingLong(Waiting::mediaMillis).thenComparingLong(Waiting::number);
    private static final Comparator<Waiting> BY_PATIENCE =
            Comparator.comparingLong(Waiting::untilNanos).thenComparingLong(Waiting::number);

    private final boolean newestFirst;
    private final Map<String, TreeSet<Waiting>> sessions = new LinkedHashMap<>();
    private final TreeSet<Waiting> byPatience = new TreeSet<>(BY_PATIENCE);

    /**
     * One that waits.
     *
     * @param number unlike anybody else's
     * @param owner whom it belongs to
     * @param sessionId its session
     * @param language in which language it will be heard
     * @param mediaMillis how old it is within its session: where it was spoken
     * @param sinceNanos since when it waits
     * @param untilNanos how long it can wait
     * @param turn completed when it is its turn, or failed when it never will be
     */
    record Waiting(
            long number,
            Object owner,
            String sessionId,
            String language,
            long mediaMillis,
            long sinceNanos,
            long untilNanos,
            CompletableFuture<Void> turn) {}

    /**
     * A queue.
     *
     * @param newestFirst whether the newest is first when a session is behind
     */
    TurnQueue(boolean newestFirst) {
        this.newestFirst = newestFirst;
    }

    void add(Waiting one) {
        sessions.computeIfAbsent(one.sessionId(), id -> new TreeSet<>(BY_AGE)).add(one);
        byPatience.add(one);
    }

    int size() {
        return byPatience.size();
    }

    boolean isEmpty() {
        return byPatience.isEmpty();
    }

    /** Takes out who is next; its session goes to the end of the line. */
    @Nullable
    Waiting next(long nowNanos) {
        if (sessions.isEmpty()) {
            return null;
        }
        TreeSet<Waiting> session = sessions.values().iterator().next();
        Waiting oldest = session.first();
        boolean behind = nowNanos - oldest.sinceNanos() >= BEHIND_NANOS;
        Waiting next = newestFirst && behind ? session.last() : oldest;
        sessions.remove(next.sessionId());
        byPatience.remove(next);
        session.remove(next);
        if (!session.isEmpty()) {
            sessions.put(next.sessionId(), session);
        }
        return next;
    }

    /** Takes out all that are older than one that had its turn, in its session and language. */
    List<Waiting> overtakenBy(Waiting one) {
        List<Waiting> older = sessions.getOrDefault(one.sessionId(), new TreeSet<>(BY_AGE)).stream()
                .takeWhile(each -> each.mediaMillis() < one.mediaMillis())
                .filter(each -> each.language().equals(one.language()))
                .toList();
        older.forEach(this::remove);
        return older;
    }

    /** Takes out all who can't wait any longer. */
    List<Waiting> expired(long nowNanos) {
        List<Waiting> expired = new ArrayList<>();
        while (!byPatience.isEmpty() && byPatience.first().untilNanos() - nowNanos <= 0) {
            expired.add(byPatience.first());
            remove(byPatience.first());
        }
        return expired;
    }

    /** How long until the first of them can't wait any longer; somebody must be waiting. */
    long nanosToExpiry(long nowNanos) {
        return byPatience.first().untilNanos() - nowNanos;
    }

    /** Takes out the oldest of the session that wants most. */
    Waiting crowdedOut() {
        Waiting oldest = sessions.values().stream()
                .max(Comparator.comparingInt(Collection::size))
                .orElseThrow()
                .first();
        remove(oldest);
        return oldest;
    }

    /** Takes out all that belong to somebody. */
    List<Waiting> of(Object owner) {
        List<Waiting> gone =
                byPatience.stream().filter(one -> one.owner().equals(owner)).toList();
        gone.forEach(this::remove);
        return gone;
    }

    private void remove(Waiting one) {
        byPatience.remove(one);
        sessions.computeIfPresent(one.sessionId(), (id, session) -> {
            session.remove(one);
            return session.isEmpty() ? null : session;
        });
    }
}
