package dev.dragoman.ingest;

import java.time.Clock;

/** Counts what was allowed without being checked, and says so in the log at most once a minute. */
final class Unchecked {

    private static final long PAUSE_MILLIS = 60_000;

    private final IngestMetrics metrics;
    private final Clock clock;
    private long count;
    private long saidMillis = Long.MIN_VALUE / 2;

    Unchecked(IngestMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    synchronized void note(UnavailableException e) {
        metrics.count(IngestMetrics.LIMITS_UNCHECKED);
        count++;
        long now = clock.millis();
        if (now - saidMillis >= PAUSE_MILLIS) {
            saidMillis = now;
            IngestLog.unchecked(count, e);
            count = 0;
        }
    }
}
