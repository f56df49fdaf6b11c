package dev.dragoman.job.kinesis.source.proxy;

import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * A Kinesis stream in memory, with knobs for what goes wrong: throttled and lost answers, expired
 * iterators, a shard that does not answer, trimmed shards, small answers. Found by its ARN from
 * anywhere in this JVM. Safe for use by many threads.
 */
public final class FakeKinesisStream implements AutoCloseable {

    private static final Map<String, FakeKinesisStream> STREAMS = new ConcurrentHashMap<>();

    private static final BigInteger HASH_KEYS = BigInteger.TWO.pow(128);

    private final String arn;
    private final Clock clock;
    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private long nextSequenceNumber = 1;
    private long issuedIterators;
    private int openedShards;

    // ---- Knobs
    private long expiredIterators;
    private int limit = Integer.MAX_VALUE;
    private final Deque<StreamProxyException> failures = new ArrayDeque<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Map<String, List<Runnable>> held = new HashMap<>();
    private double faultRate;
    private Random faults = new Random(0);
    private boolean tellsChildren = true;

    // ---- What was asked
    private final Map<String, Integer> reads = new HashMap<>();
    private int openProxies;

    public FakeKinesisStream(String name, int shards, Clock clock) {
        this.arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/" + name;
        this.clock = clock;
        BigInteger each = HASH_KEYS.divide(BigInteger.valueOf(shards));
        for (int i = 0; i < shards; i++) {
            BigInteger from = each.multiply(BigInteger.valueOf(i));
            BigInteger to = i == shards - 1 ? HASH_KEYS : from.add(each);
            open(Set.of(), from, to.subtract(BigInteger.ONE));
        }
        STREAMS.put(arn, this);
    }

    /** The proxy to whichever stream of this JVM has the ARN; serialisable. */
    public static StreamProxyFactory factory() {
        return (arn, config) -> STREAMS.get(arn).proxy();
    }

    public String arn() {
        return arn;
    }

    public StreamProxy proxy() {
        synchronized (this) {
            openProxies++;
        }
        return new FakeStreamProxy();
    }

    public synchronized int openProxies() {
        return openProxies;
    }

    @Override
    public void close() {
        STREAMS.remove(arn);
    }

    // ---- What writers and operators do

    /** Puts a record; its sequence number. */
    public synchronized String put(String partitionKey, byte[] data) {
        FakeShard shard = openShardOf(partitionKey);
        String sequenceNumber = String.format("%020d", nextSequenceNumber++);
        shard.records.add(Record.builder()
                .partitionKey(partitionKey)
                .sequenceNumber(sequenceNumber)
                .approximateArrivalTimestamp(Instant.ofEpochMilli(clock.millis()))
                .data(SdkBytes.fromByteArray(data))
                .build());
        return sequenceNumber;
    }

    public String put(String partitionKey, String data) {
        return put(partitionKey, data.getBytes(StandardCharsets.UTF_8));
    }

    /** Splits a shard in the middle; the children. */
    public synchronized List<String> split(String shardId) {
        FakeShard parent = shards.get(shardId);
        BigInteger middle = parent.from.add(parent.to).shiftRight(1);
        parent.close(clock.instant());
        return List.of(
                open(Set.of(shardId), parent.from, middle),
                open(Set.of(shardId), middle.add(BigInteger.ONE), parent.to));
    }

    /** Merges two neighbours; the child. */
    public synchronized String merge(String one, String other) {
        FakeShard first = shards.get(one);
        FakeShard second = shards.get(other);
        first.close(clock.instant());
        second.close(clock.instant());
        return open(Set.of(one, other), first.from.min(second.from), first.to.max(second.to));
    }

    /** The shard that now takes a key's records. */
    public synchronized String shardOf(String partitionKey) {
        return openShardOf(partitionKey).id;
    }

    /** The open shards in the order of their hash ranges. */
    public synchronized List<String> openShards() {
        return shards.values().stream()
                .filter(shard -> shard.closed == null)
                .sorted((a, b) -> a.from.compareTo(b.from))
                .map(shard -> shard.id)
                .toList();
    }

    /** Forgets a shard as retention would. */
    public synchronized void trim(String shardId) {
        shards.remove(shardId);
    }

    // ---- Knobs

    /** All iterators given out so far are expired. */
    public synchronized void expireIterators() {
        expiredIterators = issuedIterators;
    }

    /** The next calls fail. */
    public synchronized void failNext(int calls, Reason reason) {
        for (int i = 0; i < calls; i++) {
            failures.add(new StreamProxyException(reason, "asked to fail: " + reason, null));
        }
    }

    /** Reads of a shard fail as if it could not be reached. */
    public synchronized void unreachable(String shardId, boolean isUnreachable) {
        if (isUnreachable) {
            unreachable.add(shardId);
        } else {
            unreachable.remove(shardId);
        }
    }

    /** Reads of a shard are not answered until {@link #answer}. */
    public synchronized void hold(String shardId) {
        held.putIfAbsent(shardId, new ArrayList<>());
    }

    public void answer(String shardId) {
        List<Runnable> answers;
        synchronized (this) {
            answers = held.remove(shardId);
        }
        if (answers != null) {
            answers.forEach(Runnable::run);
        }
    }

    /** Requests that are held now. */
    public synchronized int heldRequests(String shardId) {
        List<Runnable> answers = held.get(shardId);
        return answers == null ? 0 : answers.size();
    }

    /** At most so many records in an answer, whatever was asked. */
    public synchronized void limit(int records) {
        limit = records;
    }

    /** This share of calls fails: throttled, answer lost, iterator expired. */
    public synchronized void faultRate(double rate, long seed) {
        faultRate = rate;
        faults = new Random(seed);
    }

    /** Whether the end of a shard names its children. */
    public synchronized void tellsChildren(boolean tells) {
        tellsChildren = tells;
    }

    /** How often a shard's records were asked for. */
    public synchronized int reads(String shardId) {
        return reads.getOrDefault(shardId, 0);
    }

    // ---- Inside

    private String open(Set<String> parents, BigInteger from, BigInteger to) {
        String id = String.format("shardId-%012d", openedShards++);
        shards.put(id, new FakeShard(id, parents, from, to));
        return id;
    }

    private FakeShard openShardOf(String partitionKey) {
        BigInteger hash = hash(partitionKey);
        return shards.values().stream()
                .filter(shard ->
                        shard.closed == null && shard.from.compareTo(hash) <= 0 && hash.compareTo(shard.to) <= 0)
                .findFirst()
                .orElseThrow();
    }

    private static BigInteger hash(String partitionKey) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable StreamProxyException fault() {
        StreamProxyException asked = failures.poll();
        if (asked != null || faultRate == 0 || faults.nextDouble() >= faultRate) {
            return asked;
        }
        return new StreamProxyException(Reason.TRY_LATER, "throttled or lost by chance", null);
    }

    private static final class FakeShard {
        final String id;
        final Set<String> parents;
        final BigInteger from;
        final BigInteger to;
        final List<Record> records = new ArrayList<>();

        @Nullable
        Instant closed;

        FakeShard(String id, Set<String> parents, BigInteger from, BigInteger to) {
            this.id = id;
            this.parents = parents;
            this.from = from;
            this.to = to;
        }

        void close(Instant when) {
            if (closed != null) {
                throw new IllegalStateException(id + " is closed");
            }
            closed = when;
        }

        ShardDescription describe() {
            return new ShardDescription(id, parents, from.toString(), to.toString());
        }
    }

    private record Iterator(String shardId, int index, long issued) {

        private static final Pattern FORM = Pattern.compile("([^/]+)/(\\d+)/(\\d+)");

        static Iterator parse(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new StreamProxyException(Reason.REFUSED, "no iterator: " + text, null);
            }
            return new Iterator(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
        }

        @Override
        public String toString() {
            return shardId + "/" + index + "/" + issued;
        }
    }

    private final class FakeStreamProxy implements StreamProxy {

        @Override
        public CompletableFuture<List<ShardDescription>> listShards(String streamArn, @Nullable Instant from) {
            return call(() -> {
                check(streamArn);
                return shards.values().stream()
                        .filter(shard -> from == null || shard.closed == null || !shard.closed.isBefore(from))
                        .map(FakeShard::describe)
                        .toList();
            });
        }

        @Override
        public CompletableFuture<String> getShardIterator(String streamArn, String shardId, StartingPosition position) {
            return call(() -> {
                check(streamArn);
                return issue(shardId, indexOf(shard(shardId), position));
            });
        }

        private int indexOf(FakeShard shard, StartingPosition position) {
            for (int i = 0; i < shard.records.size(); i++) {
                Record record = shard.records.get(i);
                boolean isHere = switch (position.kind()) {
                    case TRIM_HORIZON -> true;
                    case AT_TIMESTAMP -> !record.approximateArrivalTimestamp().isBefore(position.timestamp());
                    case AFTER_SEQUENCE_NUMBER -> record.sequenceNumber().compareTo(position.sequenceNumber()) > 0;
                };
                if (isHere) {
                    return i;
                }
            }
            return shard.records.size();
        }

        @Override
        public CompletableFuture<ShardRecords> getRecords(String streamArn, String shardIterator, int maxRecords) {
            Supplier<CompletableFuture<ShardRecords>> read = () -> call(() -> {
                check(streamArn);
                return read(Iterator.parse(shardIterator), Math.min(maxRecords, limit));
            });
            String shardId = shardIterator.replaceFirst("/.*", "");
            synchronized (FakeKinesisStream.this) {
                reads.merge(shardId, 1, Integer::sum);
                List<Runnable> answers = held.get(shardId);
                if (answers != null) {
                    CompletableFuture<ShardRecords> later = new CompletableFuture<>();
                    answers.add(() -> {
                        try {
                            later.complete(read.get().join());
                        } catch (CompletionException e) {
                            later.completeExceptionally(e.getCause());
                        }
                    });
                    return later;
                }
            }
            return read.get();
        }

        private ShardRecords read(Iterator iterator, int max) {
            if (unreachable.contains(iterator.shardId())) {
                throw new StreamProxyException(Reason.TRY_LATER, "connection refused", null);
            }
            if (iterator.issued() <= expiredIterators || (faultRate > 0 && faults.nextDouble() < faultRate / 4)) {
                throw new StreamProxyException(Reason.ITERATOR_EXPIRED, "iterator expired", null);
            }
            FakeShard shard = shard(iterator.shardId());
            int end = Math.min(shard.records.size(), iterator.index() + max);
            List<Record> records = List.copyOf(shard.records.subList(iterator.index(), end));
            boolean isAll = end == shard.records.size();
            if (isAll && shard.closed != null) {
                return new ShardRecords(records, null, 0, childrenOf(shard.id));
            }
            long behind = isAll
                    ? 0
                    : Math.max(
                            1,
                            clock.millis()
                                    - shard.records
                                            .get(end)
                                            .approximateArrivalTimestamp()
                                            .toEpochMilli());
            return new ShardRecords(records, issue(shard.id, end), behind, List.of());
        }

        private List<ShardDescription> childrenOf(String shardId) {
            return !tellsChildren
                    ? List.of()
                    : shards.values().stream()
                            .filter(child -> child.parents.contains(shardId))
                            .map(FakeShard::describe)
                            .toList();
        }

        private FakeShard shard(String shardId) {
            FakeShard shard = shards.get(shardId);
            if (shard == null) {
                throw new StreamProxyException(Reason.SHARD_GONE, shardId + " does not exist", null);
            }
            return shard;
        }

        private String issue(String shardId, int index) {
            return new Iterator(shardId, index, ++issuedIterators).toString();
        }

        private void check(String streamArn) {
            if (!streamArn.equals(arn)) {
                throw new StreamProxyException(Reason.REFUSED, streamArn + " does not exist", null);
            }
        }

        /** The work is done and then its answer lost, if a fault is due: as bad as can be. */
        private <T> CompletableFuture<T> call(Supplier<T> work) {
            synchronized (FakeKinesisStream.this) {
                try {
                    T answer = work.get();
                    StreamProxyException fault = fault();
                    return fault == null
                            ? CompletableFuture.completedFuture(answer)
                            : CompletableFuture.failedFuture(fault);
                } catch (StreamProxyException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
        }

        @Override
        public void close() {
            synchronized (FakeKinesisStream.this) {
                openProxies--;
            }
        }
    }
}
