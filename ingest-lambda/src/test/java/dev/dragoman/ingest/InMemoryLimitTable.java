package dev.dragoman.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts in memory. */
final class InMemoryLimitTable implements LimitTable {

    final Faults faults = new Faults();
    final Map<String, Long> counts = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();

    @Override
    public long add(String limit, long amount, long expiresAtSeconds) throws UnavailableException {
        return faults.during("limit table", () -> {
            writes.incrementAndGet();
            return counts.merge(limit, amount, Long::sum);
        });
    }
}
