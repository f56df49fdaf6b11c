package dev.dragoman.local.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One shard: its records in order, and the readers that wait for the next one. Everything here is guarded by
 * the stream's lock.
 */
final class Shard {

    /** GetRecords gives at most this many bytes at once. */
    private static final long MAX_READ_BYTES = 10L << 20;

    final String id;
    final HashRange range;
    final List<String> parents;
    final Instant opened;
    final long startPlace;
    final Allowance recordsIn;
    final Allowance bytesIn;
    final Allowance reads;

    /** The children, once it is closed. */
    private final List<Shard> children = new ArrayList<>();

    private final NavigableMap<Long, StoredRecord> records = new TreeMap<>();
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private long bytes;
    private @Nullable Instant closed;
    private long endPlace;

    Shard(int number, HashRange range, List<String> parents, Instant opened, long startPlace, ShardLimits limits) {
        this.id = String.format(Locale.ROOT, "shardId-%012d", number);
        this.range = range;
        this.parents = List.copyOf(parents);
        this.opened = opened;
        this.startPlace = startPlace;
        this.recordsIn = new Allowance(limits.recordsPerSecond());
        this.bytesIn = new Allowance(limits.bytesPerSecond());
        this.reads = new Allowance(limits.readsPerSecond());
    }

    /** Records from a place on, and what there is to say about the shard with them. */
    record Reading(
            List<StoredRecord> records,
            long nextPlace,
            long millisBehindLatest,
            boolean finished,
            List<Shard> children) {}

    void append(StoredRecord record) {
        records.put(record.place(), record);
        bytes += record.bytes();
    }

    /** Reads at most {@code limit} records from a place on. */
    Reading read(long from, int limit, Instant now) {
        List<StoredRecord> found = new ArrayList<>();
        long size = 0;
        long next = from;
        for (StoredRecord record : records.tailMap(from, true).values()) {
            size += record.bytes();
            if (found.size() == limit || (size > MAX_READ_BYTES && !found.isEmpty())) {
                break;
            }
            found.add(record);
            next = record.place() + 1;
        }
        Map.Entry<Long, StoredRecord> left = records.ceilingEntry(next);
        long behind = left == null
                ? 0
                : Math.max(0, Duration.between(left.getValue().arrival(), now).toMillis());
        boolean finished = closed != null && left == null;
        return new Reading(found, next, behind, finished, finished ? List.copyOf(children) : List.of());
    }

    /** A reader that waits: its signal completes when a record comes or the shard closes. */
    static final class Waiter {

        private final CompletableFuture<Void> signal = new CompletableFuture<>();

        CompletableFuture<Void> signal() {
            return signal;
        }

        void wake() {
            signal.complete(null);
        }
    }

    Waiter next() {
        Waiter waiter = new Waiter();
        waiting.add(waiter);
        return waiter;
    }

    void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /** Those who waited; the caller wakes them outside of the lock. */
    List<Waiter> takeWaiting() {
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void close(Instant now, long lastPlace, List<Shard> into) {
        closed = now;
        endPlace = lastPlace;
        children.addAll(into);
    }

    /** Drops records that are older than the retention, or the oldest beyond the bound on bytes. */
    void trim(Instant horizon, long maxBytes) {
        while (!records.isEmpty()) {
            StoredRecord oldest = records.firstEntry().getValue();
            if (!oldest.arrival().isBefore(horizon) && bytes <= maxBytes) {
                return;
            }
            records.pollFirstEntry();
            bytes -= oldest.bytes();
        }
    }

    /** The place of the first record that arrived at or after a time; past the last one if there is none. */
    long placeAt(Instant time, long latest) {
        return records.values().stream()
                .filter(record -> !record.arrival().isBefore(time))
                .findFirst()
                .map(StoredRecord::place)
                .orElse(latest);
    }

    boolean isOpen() {
        return closed == null;
    }

    boolean wasOpenAt(Instant time) {
        return !opened.isAfter(time) && (closed == null || closed.isAfter(time));
    }

    boolean closedBefore(Instant time) {
        return closed != null && closed.isBefore(time);
    }

    /** The last place that belongs to it, or the greatest number while it is open. */
    long endPlace() {
        return closed == null ? Long.MAX_VALUE : endPlace;
    }
}
