package dev.dragoman.job.kinesis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.kinesis.ManualClock;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions.InitialPosition;
import dev.dragoman.job.kinesis.source.proxy.FakeKinesisStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Time after the source: it goes on in silence, waits for what is unread, and never runs past a record.
 * Records are {@code KEY@EVENTTIME}; the clock is the test's.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KinesisStreamsSourceWatermarkITCase {

    private static final long NOW = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
    private static final int BOUND = 1000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(NOW));
    private FakeKinesisStream stream;
    private JobClient job;

    @BeforeAll
    static void waitForSlowMachinesToo() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    @AfterAll
    static void reset() {
        Awaitility.reset();
    }

    @AfterEach
    void stop() throws Exception {
        job.cancel().get();
        await().until(() -> job.getJobStatus().get().isGloballyTerminalState());
        stream.close();
    }

    @Test
    void timeGoesOnWhenAllShardsFallSilent() throws Exception {
        // Given
        Timeline.Seen seen = start("silence", 4, 2);
        stream.put("a", "a@" + NOW);
        await().until(() -> seen.records.size() == 1);

        // When
        clock.advance(BOUND + 2);

        // Then
        await().until(() -> seen.fired.contains(NOW));
        assertThat(seen.late).isEmpty();
    }

    @Test
    void timeStandsStillWithinTheBound() throws Exception {
        // Given
        Timeline.Seen seen = start("bound", 2, 1);
        stream.put("a", "a@" + NOW);
        await().until(() -> seen.records.size() == 1);

        // When
        clock.advance(BOUND);
        waitForReadsOfAllShards();

        // Then
        assertThat(seen.fired).isEmpty();
    }

    @Test
    void readersWithoutShardsHoldBackNobody() throws Exception {
        // Given
        Timeline.Seen seen = start("idle-readers", 1, 4);
        stream.put("a", "a@" + NOW);
        await().until(() -> seen.records.size() == 1);

        // When
        clock.advance(BOUND + 2);

        // Then
        await().until(() -> seen.fired.contains(NOW));
    }

    @Test
    void timeWaitsForAShardThatCannotBeReached() throws Exception {
        // Given
        Timeline.Seen seen = start("unreachable", 2, 2);
        stream.put("a", "a@" + NOW);
        await().until(() -> seen.records.size() == 1);
        String other = stream.openShards().stream()
                .filter(shard -> !shard.equals(stream.shardOf("a")))
                .findFirst()
                .orElseThrow();
        waitForReadsOfAllShards();
        stream.unreachable(other, true);

        // When
        clock.advance(10L * BOUND);
        waitForReadsOfAllShards();

        // Then
        assertThat(seen.fired).isEmpty();

        // When
        stream.unreachable(other, false);

        // Then
        await().until(() -> seen.fired.contains(NOW));
    }

    @Test
    void timeGoesOnAfterShardsAreSplitAndMerged() throws Exception {
        // Given
        Timeline.Seen seen = start("resharded", 2, 2);
        stream.put("a", "a@" + NOW);
        await().until(() -> seen.records.size() == 1);

        // When
        stream.split(stream.openShards().get(0));
        List<String> shards = stream.openShards();
        stream.merge(shards.get(1), shards.get(2));
        clock.advance(BOUND + 2);

        // Then
        await().until(() -> seen.fired.contains(NOW));
        stream.put("b", "b@" + (NOW + BOUND + 2));
        await().until(() -> seen.records.size() == 2);
        clock.advance(BOUND + 2);
        await().until(() -> seen.fired.contains(NOW + BOUND + 2));
        assertThat(seen.late).isEmpty();
    }

    /** One shard and its children are far behind, the others have nothing: time is that of the one. */
    @Test
    void noRecordIsLateThoughItsShardIsBehindAndWasSplit() throws Exception {
        // Given
        stream = new FakeKinesisStream("behind", 3, clock);
        stream.limit(7);
        stream.tellsChildren(false);
        String key = "a";
        int records = 0;
        for (int generation = 0; generation < 4; generation++) {
            for (int i = 0; i < 40; i++) {
                stream.put(key, key + "@" + (NOW - 1_000_000 + records++));
            }
            stream.split(stream.shardOf(key));
        }
        int written = records;
        clock.advance(60_000);

        // When
        Timeline.Seen seen = start("behind", 3, 3);

        // Then
        await().until(() -> seen.records.size() == written);
        assertThat(seen.late).isEmpty();
        await().until(() -> seen.fired.size() == written);
    }

    private void waitForReadsOfAllShards() {
        List<String> shards = stream.openShards();
        List<Integer> before = shards.stream().map(stream::reads).toList();
        await().until(() -> {
            for (int i = 0; i < shards.size(); i++) {
                if (stream.reads(shards.get(i)) < before.get(i) + 3) {
                    return false;
                }
            }
            return true;
        });
    }

    private Timeline.Seen start(String test, int shards, int parallelism) throws Exception {
        if (stream == null) {
            stream = new FakeKinesisStream(test, shards, clock);
        }
        Configuration config = new Configuration();
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.TRIM_HORIZON);
        config.set(KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL, Duration.ofMillis(5));
        config.set(KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofMillis(50));
        config.set(KinesisSourceConfigOptions.SHARD_HANDOVER_WAIT, Duration.ZERO);
        config.set(AWSConfigOptions.RETRY_STRATEGY_MIN_DELAY_OPTION, Duration.ofMillis(2));
        config.set(AWSConfigOptions.RETRY_STRATEGY_MAX_DELAY_OPTION, Duration.ofMillis(20));
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(parallelism);
        KinesisStreamsSource<String> source = KinesisStreamsSource.<String>builder()
                .setStreamArn(stream.arn())
                .setSourceConfig(config)
                .setDeserializationSchema(new SimpleStringSchema())
                .setStreamProxyFactory(FakeKinesisStream.factory())
                .setClock(clock)
                .build();
        env.fromSource(
                        source,
                        WatermarkStrategy.<String>forBoundedOutOfOrderness(Duration.ofMillis(BOUND))
                                .withTimestampAssigner(
                                        (record, arrived) -> Long.parseLong(record.substring(record.indexOf('@') + 1))),
                        "stream")
                .keyBy(record -> record.substring(0, record.indexOf('@')))
                .process(new Timeline(test))
                .sinkTo(new DiscardingSink<>());
        job = env.executeAsync(test);
        return Timeline.seen(test);
    }
}
