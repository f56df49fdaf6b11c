package dev.dragoman.ingest;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a session's chunks and bytes within their limits for a minute: real time, and a burst for what
 * a speaker kept through an outage. A chunk costs no write: what was taken is added to the shared
 * table after every {@link #CHUNKS_AT_ONCE} chunks or {@link #MILLIS_AT_ONCE}, whichever comes first,
 * so that with several instances a session may get a little more. That is done when the chunk is safe
 * ({@link #settle}): a slow table makes an acknowledgement late, not a chunk.
 *
 * <p>When the table can't be reached, this instance's own count holds. Safe for use by many threads.
 */
final class ChunkAllowance {

    static final int CHUNKS_AT_ONCE = 16;
    static final long MILLIS_AT_ONCE = 2_000;

    private static final int MOST_REMEMBERED = 1_000;
    private static final int WINDOW_SECONDS = 60;

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
            due = use.due(now);
        }
        if (due.chunks() > 0) {
            LimitTable.Sum all = limiter.use(sessionId, due.chunks(), due.bytes(), use.start);
            synchronized (use) {
                use.learn(all);
            }
        }
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
    private record Due(long chunks, long bytes) {}

    /** What a session used in a minute, as far as is known here. */
    private static final class Use {

        final long start;
        long chunks;
        long bytes;
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
            dueChunks += more;
            dueBytes += size;
        }

        Due due(long now) {
            if (dueChunks < CHUNKS_AT_ONCE && now - addedMillis < MILLIS_AT_ONCE) {
                return new Due(0, 0);
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
