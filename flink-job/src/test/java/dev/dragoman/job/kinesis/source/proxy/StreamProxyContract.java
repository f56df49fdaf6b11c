package dev.dragoman.job.kinesis.source.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What the source relies on, for the fake and for any real endpoint. A subclass gives a new stream of two
 * shards to each test, and takes it down itself.
 */
public abstract class StreamProxyContract {

    private static final int MANY = 1000;

    /** A stream of two shards, and what its writers and operators do to it. */
    protected interface TestStream {

        String arn();

        StreamProxy proxy();

        /** Puts a record. */
        void put(String partitionKey, String data) throws Exception;

        /** Splits a shard in the middle of its hash range and waits until the stream is usable again. */
        void split(String shardId) throws Exception;

        /** Merges two neighbours and waits until the stream is usable again. */
        void merge(String shardId, String neighbour) throws Exception;

        /** Lets the stream's clock move to another millisecond and returns it. */
        Instant later() throws Exception;
    }

    /** The stream of this test; the same at each call. */
    protected abstract TestStream stream();

    @Test
    void shardsCoverAllHashKeys() {
        // When
        List<ShardDescription> shards = list(null);

        // Then
        assertThat(shards).hasSize(2).allMatch(shard -> shard.parentShardIds().isEmpty());
        assertThat(shards.stream().map(shard -> new BigInteger(shard.startingHashKey())))
                .contains(BigInteger.ZERO);
        assertThat(shards.stream().map(shard -> new BigInteger(shard.endingHashKey())))
                .contains(BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
    }

    @Test
    void recordsComeInTheirOrderWithTheirKeyAndArrival() throws Exception {
        // Given
        Instant before = Instant.now();
        for (int i = 0; i < 5; i++) {
            stream().put("key", "record " + i);
        }

        // When
        List<Record> records = readToEnd(shardOf("key"), StartingPosition.fromStart());

        // Then
        assertThat(data(records)).containsExactly("record 0", "record 1", "record 2", "record 3", "record 4");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.partitionKey()).isEqualTo("key");
            assertThat(record.approximateArrivalTimestamp()).isBetween(before.minusSeconds(60), before.plusSeconds(60));
        });
        List<BigInteger> numbers = records.stream()
                .map(record -> new BigInteger(record.sequenceNumber()))
                .toList();
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void readingGoesOnAfterASequenceNumber() throws Exception {
        // Given
        for (int i = 0; i < 4; i++) {
            stream().put("key", "record " + i);
        }
        String shard = shardOf("key");
        String second = readToEnd(shard, StartingPosition.fromStart()).get(1).sequenceNumber();

        // When
        List<Record> rest = readToEnd(shard, StartingPosition.continueFromSequenceNumber(second));

        // Then
        assertThat(data(rest)).containsExactly("record 2", "record 3");
    }

    @Test
    void readingBeginsAtATime() throws Exception {
        // Given
        stream().put("key", "old");
        Instant start = stream().later();
        stream().put("key", "new");

        // When
        List<Record> records = readToEnd(shardOf("key"), StartingPosition.fromTimestamp(start));

        // Then
        assertThat(data(records)).containsExactly("new");
    }

    @Test
    void readingBeginsAtATimeAfterTheLastRecord() throws Exception {
        // Given
        stream().put("key", "old");
        String shard = shardOf("key");
        String iterator =
                iterator(shard, StartingPosition.fromTimestamp(stream().later()));

        // When
        stream().put("key", "new");

        // Then
        assertThat(data(readUntil(iterator, read -> !read.isEmpty()))).containsExactly("new");
    }

    @Test
    void anAnswerThatLeavesRecordsBehindSaysSo() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            stream().put("key", "record " + i);
        }
        String iterator = iterator(shardOf("key"), StartingPosition.fromStart());

        // When
        ShardRecords first = get(stream().proxy().getRecords(stream().arn(), iterator, 1));

        // Then
        assertThat(data(first.records())).containsExactly("record 0");
        assertThat(first.millisBehindLatest()).isPositive();
        assertThat(data(readUntil(first.nextShardIterator(), read -> read.size() == 2)))
                .containsExactly("record 1", "record 2");
    }

    @Test
    void theSameIteratorReadsTheSameAgain() throws Exception {
        // Given
        stream().put("key", "record");
        String iterator = iterator(shardOf("key"), StartingPosition.fromStart());

        // When
        List<Record> once = readUntil(iterator, read -> !read.isEmpty());
        List<Record> again = readUntil(iterator, read -> !read.isEmpty());

        // Then
        assertThat(again).isEqualTo(once);
    }

    @Test
    void aSplitShardEndsAndNamesItsChildren() throws Exception {
        // Given
        stream().put("key", "before");
        String parent = shardOf("key");

        // When
        stream().split(parent);
        stream().put("key", "after");

        // Then
        List<Record> ofParent = new ArrayList<>();
        List<ShardDescription> told = readWhole(parent, ofParent);
        assertThat(data(ofParent)).containsExactly("before");
        List<ShardDescription> children = childrenOf(parent);
        assertThat(children).hasSize(2).allMatch(child -> child.parentShardIds().equals(Set.of(parent)));
        assertThat(told).containsExactlyInAnyOrderElementsOf(children);
        List<String> ofChildren = children.stream()
                .flatMap(child -> data(readToEnd(child.shardId(), StartingPosition.fromStart())).stream())
                .toList();
        assertThat(ofChildren).containsExactly("after");
    }

    @Test
    void mergedShardsEndAndShareAChild() throws Exception {
        // Given
        List<String> parents =
                list(null).stream().map(ShardDescription::shardId).toList();

        // When
        stream().merge(parents.get(0), parents.get(1));
        stream().put("key", "after");

        // Then
        assertThat(readWhole(parents.get(0), new ArrayList<>())).hasSize(1);
        assertThat(readWhole(parents.get(1), new ArrayList<>())).hasSize(1);
        ShardDescription child = childrenOf(parents.get(0)).get(0);
        assertThat(child.parentShardIds()).containsExactlyInAnyOrderElementsOf(parents);
        assertThat(data(readToEnd(child.shardId(), StartingPosition.fromStart())))
                .containsExactly("after");
    }

    @Test
    void shardsClosedBeforeATimeAreLeftOut() throws Exception {
        // Given
        String parent = list(null).get(0).shardId();
        Instant early = stream().later();
        stream().split(parent);
        Instant late = stream().later();

        // Then
        assertThat(list(early)).hasSize(4);
        assertThat(list(late)).hasSize(3).noneMatch(shard -> shard.shardId().equals(parent));
        assertThat(list(null)).hasSize(4);
    }

    @Test
    void whatIsNotThereIsToldApart() {
        StreamProxy proxy = stream().proxy();

        assertThat(reason(proxy.getShardIterator(stream().arn(), "shardId-000000009999", StartingPosition.fromStart())))
                .isEqualTo(Reason.SHARD_GONE);
        assertThat(reason(proxy.listShards(stream().arn() + "-not", null))).isEqualTo(Reason.REFUSED);
        assertThat(reason(proxy.getRecords(stream().arn(), "no iterator", 1))).isEqualTo(Reason.REFUSED);
    }

    // ---- Steps

    private List<ShardDescription> list(@Nullable Instant from) {
        return get(stream().proxy().listShards(stream().arn(), from));
    }

    private List<ShardDescription> childrenOf(String parent) {
        return list(null).stream()
                .filter(shard -> shard.parentShardIds().contains(parent))
                .toList();
    }

    /** The shard that holds a key's records, which have been put. */
    private String shardOf(String key) {
        return list(null).stream()
                .map(ShardDescription::shardId)
                .filter(shard -> readToEnd(shard, StartingPosition.fromStart()).stream()
                        .anyMatch(record -> record.partitionKey().equals(key)))
                .findFirst()
                .orElseThrow();
    }

    private String iterator(String shard, StartingPosition position) {
        return get(stream().proxy().getShardIterator(stream().arn(), shard, position));
    }

    /** What is there now. */
    private List<Record> readToEnd(String shard, StartingPosition position) {
        List<Record> all = new ArrayList<>();
        String iterator = iterator(shard, position);
        for (int i = 0; i < MANY && iterator != null; i++) {
            ShardRecords answer = get(stream().proxy().getRecords(stream().arn(), iterator, MANY));
            all.addAll(answer.records());
            if (answer.millisBehindLatest() == 0) {
                break;
            }
            iterator = answer.nextShardIterator();
        }
        return all;
    }

    private List<Record> readUntil(@Nullable String from, Predicate<List<Record>> enough) {
        List<Record> all = new ArrayList<>();
        String iterator = from;
        for (int i = 0; i < MANY && iterator != null && !enough.test(all); i++) {
            ShardRecords answer = get(stream().proxy().getRecords(stream().arn(), iterator, MANY));
            all.addAll(answer.records());
            iterator = answer.nextShardIterator();
        }
        return all;
    }

    /** Reads a closed shard; the children that its end names. */
    private List<ShardDescription> readWhole(String shard, List<Record> into) {
        String iterator = iterator(shard, StartingPosition.fromStart());
        List<ShardDescription> children = List.of();
        for (int i = 0; i < MANY && iterator != null; i++) {
            ShardRecords answer = get(stream().proxy().getRecords(stream().arn(), iterator, MANY));
            into.addAll(answer.records());
            children = answer.childShards();
            assertThat(answer.records().isEmpty()
                            && answer.millisBehindLatest() == 0
                            && answer.nextShardIterator() != null)
                    .as("an empty answer at a closed shard's end that looks as if it were open")
                    .isFalse();
            iterator = answer.nextShardIterator();
        }
        assertThat(iterator).as("the iterator after the end of %s", shard).isNull();
        return children;
    }

    private static List<String> data(List<Record> records) {
        return records.stream().map(record -> record.data().asUtf8String()).collect(Collectors.toList());
    }

    private static Reason reason(CompletableFuture<?> failing) {
        Throwable thrown = catchThrowable(() -> get(failing));
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(failure).isInstanceOf(StreamProxyException.class);
        return ((StreamProxyException) failure).reason();
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
