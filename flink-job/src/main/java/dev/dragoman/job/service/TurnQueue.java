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
 * a session the oldest is first, until the oldest has waited for {@link #BEHIND_NANOS}: from then on
 * the newest, because what is being said now can still be heard in time and what is old soon can't.
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

    private final Map<String, TreeSet<Waiting>> sessions = new LinkedHashMap<>();
    private final TreeSet<Waiting> byPatience = new TreeSet<>(BY_PATIENCE);

    /**
     * One that waits.
     *
     * @param number unlike anybody else's
     * @param owner whom it belongs to
     * @param sessionId its session
     * @param mediaMillis how old it is within its session: where it was spoken
     * @param sinceNanos since when it waits
     * @param untilNanos how long it can wait
     * @param turn completed when it is its turn, or failed when it never will be
     */
    record Waiting(
            long number,
            Object owner,
            String sessionId,
            long mediaMillis,
            long sinceNanos,
            long untilNanos,
            CompletableFuture<Void> turn) {}

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
        Waiting next = nowNanos - oldest.sinceNanos() < BEHIND_NANOS ? oldest : session.last();
        sessions.remove(next.sessionId());
        byPatience.remove(next);
        session.remove(next);
        if (!session.isEmpty()) {
            sessions.put(next.sessionId(), session);
        }
        return next;
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
