package dev.dragoman.ingest;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps a connection's chunks to so many a second, so that who sends without end takes nothing from others
 * even before their minute is used up: what is refused costs no service anything, not even a look whose
 * session it is. Each instance counts for itself; over a minute {@link ChunkAllowance} counts for all. Safe for use by many threads.
 */
final class ChunkPace {

    private static final int MOST_REMEMBERED = 1_000;

    private final Limiter limiter;
    private final int mostPerSecond;
    private final Clock clock;
    private final Map<String, Second> seconds = new LinkedHashMap<>();

    /** How many chunks a connection sent in a second. */
    private record Second(long second, int chunks) {}

    ChunkPace(Limiter limiter, int mostPerSecond, Clock clock) {
        this.limiter = limiter;
        this.mostPerSecond = mostPerSecond;
        this.clock = clock;
    }

    /**
     * Takes a chunk into account.
     *
     * @throws RefusedException if the connection had enough in this second
     */
    void take(String connectionId) throws RefusedException {
        long now = clock.millis() / 1_000;
        synchronized (seconds) {
            Second last = seconds.remove(connectionId);
            int chunks = last != null && last.second == now ? last.chunks : 0;
            boolean enough = chunks >= mostPerSecond;
            if (seconds.size() >= MOST_REMEMBERED) {
                seconds.remove(seconds.keySet().iterator().next());
            }
            seconds.put(connectionId, new Second(now, enough ? chunks : chunks + 1));
            if (!enough) {
                return;
            }
        }
        throw limiter.tooMuch("chunks at once", now + 1);
    }
}
