package dev.dragoman.local.kinesis;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One stream. Records of a partition key keep their order; a record that was acknowledged is read by everybody
 * who reads its shard, until the retention ends. Bounded memory: the oldest records of a shard go when it holds
 * more than its share.
 *
 * <p>Safe for use by many threads; readers that wait hold no thread.
 */
final class DataStream {

    private static final BigInteger MIN_SPLIT = BigInteger.ONE;

    final String name;
    final String account;
    final Instant created;

    private final Clock clock;
    private final Duration retention;
    private final long maxBytesPerShard;
    private final ShardLimits limits;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Shard> shards = new ArrayList<>();
    private int nextShard;
    private long nextPlace = 1;

    DataStream(
            String name,
            String account,
            int shardCount,
            Clock clock,
            Duration retention,
            long maxBytesPerShard,
            ShardLimits limits,
            Executor executor) {
        this.name = name;
        this.account = account;
        this.clock = clock;
        this.created = clock.instant();
        this.retention = retention;
        this.maxBytesPerShard = maxBytesPerShard;
        this.limits = limits;
        this.executor = executor;
        for (HashRange part : HashRange.parts(shardCount)) {
            open(part, List.of(), created);
        }
    }

    /** Where a record was put. */
    record Put(String shardId, String sequenceNumber) {}

    /** Where a reader starts. */
    record Start(String shardId, long place) {}

    /**
     * Appends a record to the shard of its hash key.
     *
     * @throws KinesisError ProvisionedThroughputExceededException if the shard takes no more in this second
     */
    Put put(StoredRecord.Unplaced what) {
        List<Shard.Waiter> waiting;
        Put put;
        lock.lock();
        try {
            Instant now = clock.instant();
            Shard shard = openShardOf(what.hashKey());
            StoredRecord record = new StoredRecord(nextPlace, now, what);
            if (!shard.recordsIn.has(1, now) || !shard.bytesIn.has(record.bytes(), now)) {
                throw KinesisError.throughputExceeded(shard.id, name, account);
            }
            shard.recordsIn.take(1);
            shard.bytesIn.take(record.bytes());
            nextPlace++;
            shard.append(record);
            shard.trim(horizon(now), maxBytesPerShard);
            waiting = shard.takeWaiting();
            put = new Put(shard.id, SequenceNumber.write(record.place()));
        } finally {
            lock.unlock();
        }
        waiting.forEach(Shard.Waiter::wake);
        return put;
    }

    /**
     * Reads from a shard. Waits without a thread for the first record, at most as long as {@code wait}.
     *
     * @throws KinesisError ResourceNotFoundException, ProvisionedThroughputExceededException
     */
    CompletableFuture<Shard.Reading> read(String shardId, long from, int limit, Duration wait) {
        Shard.Waiter waiter;
        Shard shard;
        lock.lock();
        try {
            Instant now = clock.instant();
            shard = shard(shardId);
            if (!shard.reads.has(1, now)) {
                throw KinesisError.throughputExceeded(shard.id, name, account);
            }
            shard.reads.take(1);
            Shard.Reading reading = readNow(shard, from, limit);
            if (!reading.records().isEmpty() || reading.finished() || wait.isZero()) {
                return CompletableFuture.completedFuture(reading);
            }
            waiter = shard.next();
        } finally {
            lock.unlock();
        }
        return waiter.signal()
                .completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenApplyAsync(woken -> readAfterWait(shard, waiter, from, limit), executor);
    }

    private Shard.Reading readAfterWait(Shard shard, Shard.Waiter waiter, long from, int limit) {
        lock.lock();
        try {
            shard.forget(waiter);
            return readNow(shard, from, limit);
        } finally {
            lock.unlock();
        }
    }

    private Shard.Reading readNow(Shard shard, long from, int limit) {
        Instant now = clock.instant();
        shard.trim(horizon(now), maxBytesPerShard);
        return shard.read(from, limit, now);
    }

    /** The place that an iterator of this type starts at. */
    Start start(String shardId, IteratorType type, @Nullable String sequenceNumber, @Nullable Instant timestamp) {
        lock.lock();
        try {
            Shard shard = shard(shardId);
            return new Start(
                    shardId,
                    switch (type) {
                        case TRIM_HORIZON -> shard.startPlace;
                        case LATEST -> nextPlace;
                        case AT_SEQUENCE_NUMBER -> placeIn(shard, sequenceNumber);
                        case AFTER_SEQUENCE_NUMBER -> placeIn(shard, sequenceNumber) + 1;
                        case AT_TIMESTAMP -> placeAt(shard, timestamp);
                    });
        } finally {
            lock.unlock();
        }
    }

    private long placeAt(Shard shard, @Nullable Instant timestamp) {
        if (timestamp == null) {
            throw KinesisError.invalidArgument(
                    "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP.");
        }
        if (timestamp.isAfter(clock.instant())) {
            throw KinesisError.invalidArgument(
                    "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis.");
        }
        return shard.placeAt(timestamp, nextPlace);
    }

    private long placeIn(Shard shard, @Nullable String sequenceNumber) {
        if (sequenceNumber == null) {
            throw KinesisError.invalidArgument("Must specify the starting sequence number for iterators of this type.");
        }
        long place = SequenceNumber.read(sequenceNumber);
        if (place < shard.startPlace || place > shard.endPlace() || place > nextPlace) {
            throw KinesisError.invalidArgument("StartingSequenceNumber " + sequenceNumber
                    + " used in GetShardIterator on shard " + shard.id + " in stream " + name + " under account "
                    + account + " is invalid because it did not come from this stream.");
        }
        return place;
    }

    /** Closes a shard and opens two in its place. */
    void split(String shardId, BigInteger newStart) {
        List<Shard.Waiter> waiting;
        lock.lock();
        try {
            Shard parent = openShard(shardId);
            HashRange range = parent.range;
            if (newStart.compareTo(range.start().add(MIN_SPLIT)) < 0 || newStart.compareTo(range.end()) > 0) {
                throw KinesisError.invalidArgument("NewStartingHashKey " + newStart + " used in SplitShard() on shard "
                        + shardId + " in stream " + name + " under account " + account
                        + " is not both greater than one plus the shard's StartingHashKey " + range.start()
                        + " and less than the shard's EndingHashKey " + range.end() + ".");
            }
            waiting = reshard(
                    List.of(parent),
                    List.of(
                            new HashRange(range.start(), newStart.subtract(BigInteger.ONE)),
                            new HashRange(newStart, range.end())));
        } finally {
            lock.unlock();
        }
        waiting.forEach(Shard.Waiter::wake);
    }

    /** Closes two neighbours and opens one in their place. */
    void merge(String shardId, String neighbourId) {
        List<Shard.Waiter> waiting;
        lock.lock();
        try {
            Shard one = openShard(shardId);
            Shard other = openShard(neighbourId);
            if (!one.range.isNextTo(other.range)) {
                throw KinesisError.invalidArgument("Shards " + shardId + " and " + neighbourId + " in stream " + name
                        + " under account " + account + " are not an adjacent pair of shards eligible for merging");
            }
            waiting = reshard(List.of(one, other), List.of(one.range.with(other.range)));
        } finally {
            lock.unlock();
        }
        waiting.forEach(Shard.Waiter::wake);
    }

    private List<Shard.Waiter> reshard(List<Shard> parents, List<HashRange> ranges) {
        Instant now = clock.instant();
        long lastOfParents = nextPlace++;
        List<String> ids = parents.stream().map(parent -> parent.id).toList();
        List<Shard> children = new ArrayList<>();
        for (HashRange range : ranges) {
            children.add(open(range, ids, now));
        }
        List<Shard.Waiter> waiting = new ArrayList<>();
        for (Shard parent : parents) {
            parent.close(now, lastOfParents, children);
            waiting.addAll(parent.takeWaiting());
        }
        return waiting;
    }

    private Shard open(HashRange range, List<String> parents, Instant now) {
        Shard shard = new Shard(nextShard++, range, parents, now, nextPlace++, limits);
        shards.add(shard);
        return shard;
    }

    /**
     * What {@code view} says of the shards that a filter lets through, oldest first; closed ones go when the
     * retention has passed.
     */
    <T> List<T> shards(Predicate<Shard> filter, Function<Shard, T> view) {
        lock.lock();
        try {
            Instant horizon = horizon(clock.instant());
            shards.removeIf(shard -> shard.closedBefore(horizon));
            return shards.stream().filter(filter).map(view).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The time of the oldest record that may still be there. */
    Instant trimHorizon() {
        Instant horizon = horizon(clock.instant());
        return horizon.isBefore(created) ? created : horizon;
    }

    Duration retention() {
        return retention;
    }

    private Instant horizon(Instant now) {
        return now.minus(retention);
    }

    private Shard openShardOf(BigInteger hashKey) {
        return shards.stream()
                .filter(shard -> shard.isOpen() && shard.range.holds(hashKey))
                .findFirst()
                .orElseThrow(KinesisError::internal);
    }

    private Shard openShard(String shardId) {
        Shard shard = shard(shardId);
        if (!shard.isOpen()) {
            throw KinesisError.invalidArgument("Shard " + shardId + " in stream " + name + " under account " + account
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }

    private Shard shard(String shardId) {
        return shards.stream()
                .filter(shard -> shard.id.equals(shardId))
                .findFirst()
                .orElseThrow(() -> KinesisError.noShard(shardId, name, account));
    }
}
