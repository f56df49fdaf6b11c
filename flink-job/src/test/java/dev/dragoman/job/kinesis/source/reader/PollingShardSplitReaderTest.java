package dev.dragoman.job.kinesis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.kinesis.ManualClock;
import dev.dragoman.job.kinesis.source.config.Backoff;
import dev.dragoman.job.kinesis.source.metrics.KinesisShardMetrics;
import dev.dragoman.job.kinesis.source.proxy.FakeKinesisStream;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollingShardSplitReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final long BOUND = 1000;

    private final ManualClock clock = new ManualClock(NOW);
    private final FakeKinesisStream stream = new FakeKinesisStream("split-reader", 2, clock);
    private final List<String> shards = stream.openShards();
    private PollingShardSplitReader reader;

    /** What was handed on, by shard. */
    private final Map<String, List<ShardOutput>> handed = new TreeMap<>();

    private final Set<String> finished = new HashSet<>();

    @BeforeEach
    void open() {
        reader = new PollingShardSplitReader(
                new PollingShardSplitReader.Settings(
                        stream.arn(),
                        100,
                        new PolledShard.Pace(
                                Duration.ofMillis(1),
                                Duration.ZERO,
                                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5))),
                        BOUND),
                stream.proxy(),
                new KinesisShardMetrics(stream.arn(), new UnregisteredMetricsGroup()),
                clock,
                new SplittableRandom(1));
        shards.forEach(this::add);
    }

    @AfterEach
    void close() {
        reader.close();
        stream.close();
    }

    @Test
    void readsAllShards() throws Exception {
        // Given
        stream.put("a", "1");
        stream.put("b", "2");
        stream.put("a", "3");

        // When
        fetchUntil(() -> data().size() == 3);

        // Then
        assertThat(data(stream.shardOf("a"))).containsSubsequence("1", "3");
    }

    @Test
    void aShardThatDoesNotAnswerDelaysNoOther() throws Exception {
        // Given
        String held = shards.get(0);
        stream.hold(held);
        fetchUntil(() -> stream.heldRequests(held) == 1);

        // When
        String key = keyOf(shards.get(1));
        for (int i = 0; i < 10; i++) {
            stream.put(key, "record " + i);
            int expected = i + 1;
            fetchUntil(() -> data(shards.get(1)).size() == expected);
        }

        // Then
        assertThat(stream.heldRequests(held)).isEqualTo(1);
        String heldKey = keyOf(held);
        stream.put(heldKey, "at last");
        stream.answer(held);
        fetchUntil(() -> data(held).contains("at last"));
    }

    @Test
    void aShardThatFailsKeepsItsPlaceAndStarvesNoOther() throws Exception {
        // Given
        String failing = shards.get(0);
        stream.put(keyOf(failing), "first");
        fetchUntil(() -> data(failing).size() == 1);
        stream.unreachable(failing, true);

        // When
        stream.put(keyOf(failing), "second");
        stream.put(keyOf(shards.get(1)), "other");
        fetchUntil(() -> data(shards.get(1)).size() == 1);
        stream.unreachable(failing, false);

        // Then
        fetchUntil(() -> data(failing).size() == 2);
        assertThat(data(failing)).containsExactly("first", "second");
    }

    @Test
    void throttledAndLostAnswersAndExpiredIteratorsLoseAndDoubleNothing() throws Exception {
        // Given
        stream.faultRate(0.3, 42);
        stream.limit(3);
        List<String> written = new ArrayList<>();

        // When
        for (int i = 0; i < 100; i++) {
            stream.put("key", "record " + i);
            written.add("record " + i);
            if (i % 10 == 0) {
                stream.expireIterators();
            }
        }
        fetchUntil(() -> data().size() >= written.size());

        // Then
        assertThat(data()).isEqualTo(written);
    }

    @Test
    void timeFollowsTheClockOnlyWhenAShardIsReadToItsEnd() throws Exception {
        // Given
        String shard = shards.get(0);
        fetchUntil(() -> !times(shard).isEmpty());
        assertThat(times(shard)).containsOnly(NOW.toEpochMilli() - BOUND - 1);

        // When
        stream.unreachable(shard, true);
        long later = clock.advance(5_000).toEpochMilli();
        fetchUntil(() -> times(shards.get(1)).contains(later - BOUND - 1));

        // Then
        assertThat(times(shard)).doesNotContain(later - BOUND - 1);

        // When
        stream.unreachable(shard, false);

        // Then
        fetchUntil(() -> times(shard).contains(later - BOUND - 1));
    }

    @Test
    void timeIsThatOfTheRequestAndNotOfTheAnswer() throws Exception {
        // Given
        String shard = shards.get(0);
        stream.hold(shard);
        fetchUntil(() -> stream.heldRequests(shard) == 1);
        handed.clear();

        // When
        clock.advance(5_000);
        stream.answer(shard);
        fetchUntil(() -> !times(shard).isEmpty());

        // Then
        assertThat(times(shard).get(0)).isEqualTo(NOW.toEpochMilli() - BOUND - 1);
    }

    @Test
    void aShardEndsAfterItsRecordsAndStaysUntilItIsReleased() throws Exception {
        // Given
        String shard = shards.get(0);
        stream.put(keyOf(shard), "last");
        List<String> children = stream.split(shard);

        // When
        fetchUntil(() -> outputs(shard).stream().anyMatch(ShardOutput.Ended.class::isInstance));

        // Then
        List<ShardOutput> outputs = outputs(shard);
        assertThat(outputs.get(outputs.size() - 1))
                .isInstanceOfSatisfying(
                        ShardOutput.Ended.class,
                        end -> assertThat(end.childShards())
                                .extracting("shardId")
                                .containsExactlyInAnyOrderElementsOf(children));
        assertThat(outputs.get(outputs.size() - 2)).isInstanceOf(ShardOutput.Read.class);
        assertThat(finished).isEmpty();

        // When
        reader.release(shard);
        fetchUntil(() -> !finished.isEmpty());

        // Then
        assertThat(finished).containsExactly(shard);
        assertThat(outputs(shard)).last().isInstanceOf(ShardOutput.Released.class);
    }

    @Test
    void aTrimmedShardEnds() throws Exception {
        stream.trim(shards.get(0));

        fetchUntil(() -> outputs(shards.get(0)).stream().anyMatch(ShardOutput.Ended.class::isInstance));
    }

    @Test
    void whatIsRefusedFailsTheJob() {
        stream.failNext(1, Reason.REFUSED);

        assertThatThrownBy(() -> fetchUntil(() -> false))
                .isInstanceOfSatisfying(
                        StreamProxyException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }

    @Test
    void aPausedShardIsNotAsked() throws Exception {
        // Given
        fetchUntil(
                () -> !times(shards.get(0)).isEmpty() && !times(shards.get(1)).isEmpty());
        reader.pauseOrResumeSplits(List.of(split(shards.get(0))), List.of());
        fetchUntil(() -> times(shards.get(1)).size() > 10);
        int reads = stream.reads(shards.get(0));

        // When
        fetchUntil(() -> times(shards.get(1)).size() > 20);

        // Then
        assertThat(stream.reads(shards.get(0))).isEqualTo(reads);

        // When
        reader.pauseOrResumeSplits(List.of(), List.of(split(shards.get(0))));

        // Then
        fetchUntil(() -> stream.reads(shards.get(0)) > reads);
    }

    @Test
    void wakesUpWhileNothingIsThere() {
        // Given
        shards.forEach(stream::hold);
        CompletableFuture<Boolean> fetch = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.fetch().nextSplit() == null;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> shards.stream().allMatch(shard -> stream.heldRequests(shard) == 1));
        assertThat(fetch).isNotDone();

        // When
        reader.wakeUp();

        // Then
        assertThat(fetch.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    }

    @Test
    void aWakeUpBeforeAFetchIsNotLost() throws Exception {
        shards.forEach(stream::hold);
        reader.wakeUp();

        assertThat(reader.fetch().nextSplit()).isNull();
    }

    // ---- Steps

    private KinesisShardSplit split(String shardId) {
        return new KinesisShardSplit(stream.arn(), shardId, StartingPosition.fromStart(), Set.of(), "0", "9", false);
    }

    private void add(String shardId) {
        reader.handleSplitsChanges(new SplitsAddition<>(List.of(split(shardId))));
    }

    private void fetchUntil(BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) {
            RecordsWithSplitIds<ShardOutput> batch = reader.fetch();
            for (String shard = batch.nextSplit(); shard != null; shard = batch.nextSplit()) {
                List<ShardOutput> ofShard = handed.computeIfAbsent(shard, id -> new ArrayList<>());
                for (ShardOutput output = batch.nextRecordFromSplit();
                        output != null;
                        output = batch.nextRecordFromSplit()) {
                    ofShard.add(output);
                }
            }
            finished.addAll(batch.finishedSplits());
        }
    }

    private List<ShardOutput> outputs(String shard) {
        return handed.getOrDefault(shard, List.of());
    }

    private List<String> data(String shard) {
        return outputs(shard).stream()
                .filter(ShardOutput.Read.class::isInstance)
                .map(output -> ((ShardOutput.Read) output).record().data().asUtf8String())
                .toList();
    }

    private List<String> data() {
        return handed.keySet().stream().flatMap(shard -> data(shard).stream()).toList();
    }

    private List<Long> times(String shard) {
        return outputs(shard).stream()
                .filter(ShardOutput.ReadToEnd.class::isInstance)
                .map(output -> ((ShardOutput.ReadToEnd) output).watermarkMillis())
                .toList();
    }

    private String keyOf(String shard) {
        int i = 0;
        while (!stream.shardOf("key" + i).equals(shard)) {
            i++;
        }
        return "key" + i;
    }
}
