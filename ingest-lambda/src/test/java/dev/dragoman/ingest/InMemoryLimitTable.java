package dev.dragoman.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts in memory. */
final class InMemoryLimitTable implements LimitTable {

    final Faults faults = new Faults();
    final Map<String, Long> counts = new ConcurrentHashMap<>();
    final Map<String, Long> bytes = new ConcurrentHashMap<>();
    final Map<String, Long> expiries = new ConcurrentHashMap<>();
    final AtomicInteger writes = new AtomicInteger();

    @Override
    public long add(String limit, long amount, long expiresAtSeconds) throws UnavailableException {
        return faults.during("limit table", () -> {
            writes.incrementAndGet();
            expiries.put(limit, expiresAtSeconds);
            return counts.merge(limit, amount, Long::sum);
        });
    }

    @Override
    public Sum addSized(String limit, long amount, long size, long expiresAtSeconds) throws UnavailableException {
        return faults.during("limit table", () -> {
            writes.incrementAndGet();
            expiries.put(limit, expiresAtSeconds);
            return new Sum(counts.merge(limit, amount, Long::sum), bytes.merge(limit, size, Long::sum));
        });
    }

    @Override
    public boolean isThere(String limit, long nowSeconds) throws UnavailableException {
        return faults.during("limit table", () -> expiries.getOrDefault(limit, 0L) > nowSeconds);
    }
}
