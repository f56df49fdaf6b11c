package dev.dragoman.ingest;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a session's chunks and bytes within their limits for a minute: real time, and a burst for what
 * a speaker kept through an outage.
 *
 * <p>Two sevenths of a minute's limits are what real time needs (by default four chunks a second). A
 * session that is no more than {@link #AHEAD_MILLIS} ahead of that, as far as this instance sees it, is not
 * written down: who only speaks costs the shared table nothing. Of a session that is, everything that was taken
 * here is added to the table after every {@link #CHUNKS_AT_ONCE} chunks or {@link #MILLIS_AT_ONCE}, whichever
 * comes first, and what other instances added counts here.
 *
 * <p>So one instance keeps a limit exactly, and with more of them a session gets at most, for each further
 * instance, what that may keep to itself: what real time needs, also for {@link #AHEAD_MILLIS} more, and
 * {@link #CHUNKS_AT_ONCE} chunks. Of the usual 840 chunks in a minute two instances let through at most 1,112.
 *
 * <p>Writing is done when the chunk is safe ({@link #settle}): a slow table makes an acknowledgement late,
 * not a chunk. When the table can't be reached, this instance's own count holds. Safe for use by many threads;
 * those that take in the same moment may each take one more.
 */
final class ChunkAllowance {

    static final int CHUNKS_AT_ONCE = 16;
    static final long MILLIS_AT_ONCE = 2_000;

    private static final int MOST_REMEMBERED = 1_000;
    private static final int WINDOW_SECONDS = 60;

    /** So far a session may be ahead of real time before it is written down. */
    static final long AHEAD_MILLIS = 4_000;

    /** Of seven parts of a limit real time needs two; the rest is for bursts. */
    private static final int REAL_TIME = 2;

    private static final int ALL = 7;

    private final Limiter limiter;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, Use> uses = new LinkedHashMap<>();

    ChunkAllowance(Limiter limiter, Limits limits, Clock clock) {
        this.limiter = limiter;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a chunk into account, here alone.
     *
     * @throws RefusedException if the session had enough for this minute
     */
    void take(String sessionId, int bytes) throws RefusedException {
        take(sessionId, 1, bytes);
    }

    /**
     * Takes several chunks into account, here alone.
     *
     * @throws RefusedException if they are more than the session has left for this minute
     */
    void take(String sessionId, int chunks, int bytes) throws RefusedException {
        long now = clock.millis();
        long start = now / 1_000 / WINDOW_SECONDS * WINDOW_SECONDS;
        Use use = use(sessionId, start, now);
        synchronized (use) {
            if (use.chunks + chunks > limits.chunksPerMinute() || use.bytes + bytes > limits.chunkBytesPerMinute()) {
                throw limiter.tooMuch("chunks", start + WINDOW_SECONDS);
            }
            use.take(chunks, bytes);
        }
    }

    /** Tells the shared table what was taken, if it is time to, and learns what other instances took. */
    void settle(String sessionId) {
        long now = clock.millis();
        Use use;
        synchronized (uses) {
            use = uses.get(sessionId);
        }
        if (use == null) {
            return;
        }
        Due due;
        synchronized (use) {
            due = isInRealTime(use, now) ? Due.NOTHING : use.due(now);
        }
        if (due.chunks() > 0) {
            LimitTable.Sum all = limiter.use(sessionId, due.chunks(), due.bytes(), use.start);
            synchronized (use) {
                use.learn(all);
            }
        }
    }

    /** Whether a session was sent no faster here than people speak. */
    private boolean isInRealTime(Use use, long now) {
        long millis = Math.max(0, now - use.start * 1_000) + AHEAD_MILLIS;
        return use.takenChunks <= share(limits.chunksPerMinute(), millis)
                && use.takenBytes <= share(limits.chunkBytesPerMinute(), millis);
    }

    private static long share(long limit, long millis) {
        return limit * REAL_TIME * millis / (ALL * WINDOW_SECONDS * 1_000L);
    }

    private Use use(String sessionId, long start, long now) {
        synchronized (uses) {
            Use known = uses.get(sessionId);
            if (known != null && known.start == start) {
                return known;
            }
            uses.remove(sessionId);
            if (uses.size() >= MOST_REMEMBERED) {
                uses.remove(uses.keySet().iterator().next());
            }
            Use fresh = new Use(start, now);
            uses.put(sessionId, fresh);
            return fresh;
        }
    }

    /** What is to be added to the table. */
    private record Due(long chunks, long bytes) {

        static final Due NOTHING = new Due(0, 0);
    }

    /** What a session used in a minute, as far as is known here, and what of that was taken here. */
    private static final class Use {

        final long start;
        long chunks;
        long bytes;
        long takenChunks;
        long takenBytes;
        private long dueChunks;
        private long dueBytes;
        private long addedMillis;

        Use(long start, long now) {
            this.start = start;
            this.addedMillis = now;
        }

        void take(int more, int size) {
            chunks += more;
            bytes += size;
            takenChunks += more;
            takenBytes += size;
            dueChunks += more;
            dueBytes += size;
        }

        Due due(long now) {
            if (dueChunks < CHUNKS_AT_ONCE && now - addedMillis < MILLIS_AT_ONCE) {
                return Due.NOTHING;
            }
            Due due = new Due(dueChunks, dueBytes);
            dueChunks = 0;
            dueBytes = 0;
            addedMillis = now;
            return due;
        }

        /** Other instances may have taken some, too. */
        void learn(LimitTable.Sum all) {
            chunks = Math.max(chunks, all.count() + dueChunks);
            bytes = Math.max(bytes, all.bytes() + dueBytes);
        }
    }
}
