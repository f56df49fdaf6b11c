package dev.dragoman.job.kinesis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.kinesis.source.InOrderOnce.Findings;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions.InitialPosition;
import dev.dragoman.job.kinesis.source.proxy.FakeKinesisStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each record changes the job's state once, and records of one key in their order, while shards are split
 * and merged, requests fail, and the job fails and comes back.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KinesisStreamsSourceITCase {

    private static final int KEYS = 20;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private final List<JobClient> jobs = new ArrayList<>();
    private FakeKinesisStream stream;

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
    void stopAll() throws Exception {
        for (JobClient job : jobs) {
            if (!job.getJobStatus().get().isGloballyTerminalState()) {
                stop(job);
            }
        }
        stream.close();
    }

    /** A task's failure: readers go back to the checkpoint, the enumerator stays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsEachRecordOnceWhenTasksFailDuringResharding(long seed) throws Exception {
        // Given
        String test = "failures-" + seed;
        stream = new FakeKinesisStream(test, 2, Clock.systemUTC());
        stream.faultRate(0.05, seed);
        ReshardingWriter writer = new ReshardingWriter(stream, KEYS, seed);
        start(test, 3, null);
        Findings findings = InOrderOnce.findings(test);

        // When
        for (int round = 0; round < 5; round++) {
            writer.write(300);
            int checkpoints = findings.checkpoints.get();
            await().until(() -> findings.checkpoints.get() > checkpoints + 3);
            writer.write(300);
            int failures = findings.failures.get();
            findings.fail.set(true);
            writer.write(100);
            await().until(() -> findings.failures.get() > failures);
        }

        // Then
        await().until(() -> findings.seen() == writer.written());
        assertThat(findings.violations).isEmpty();
        assertThat(findings.failures).hasValue(5);
        assertThat(writer.reshardings()).isGreaterThan(20);
    }

    /** A restart from a savepoint: the enumerator comes back too, and there are more or fewer readers. */
    @Test
    void countsEachRecordOnceAcrossSavepointsAndRescalingDuringResharding(@TempDir Path savepoints) throws Exception {
        // Given
        String test = "savepoints";
        stream = new FakeKinesisStream(test, 2, Clock.systemUTC());
        stream.faultRate(0.05, 7);
        ReshardingWriter writer = new ReshardingWriter(stream, KEYS, 7);
        String savepoint = null;

        // When
        for (int parallelism : new int[] {2, 4, 1, 3}) {
            writer.write(200);
            JobClient job = start(test, parallelism, savepoint);
            writer.write(300);
            long half = writer.written() - 250;
            await().until(() -> InOrderOnce.findings(test).seen() >= half);
            writer.write(300);
            savepoint = job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                    .get();
        }
        start(test, 2, savepoint);
        Findings findings = InOrderOnce.findings(test);

        // Then
        await().until(() -> findings.seen() == writer.written());
        assertThat(findings.violations).isEmpty();
    }

    @Test
    void losesNothingThatArrivesBetweenAStartAtLatestAndARestartBeforeTheFirstRecord(@TempDir Path savepoints)
            throws Exception {
        // Given
        String test = "latest";
        stream = new FakeKinesisStream(test, 2, Clock.systemUTC());
        JobClient job = start(test, 2, null, InitialPosition.LATEST);
        Findings findings = InOrderOnce.findings(test);
        await().until(() -> findings.checkpoints.get() > 2);
        String savepoint = job.stopWithSavepoint(false, savepoints.toString(), SavepointFormatType.CANONICAL)
                .get();

        // When
        stream.put("key0", "key0:0");
        start(test, 2, savepoint, InitialPosition.LATEST);

        // Then
        await().until(() -> findings.seen() == 1);
        assertThat(findings.violations).isEmpty();
    }

    @Test
    void closesItsConnections() throws Exception {
        // Given
        String test = "connections";
        stream = new FakeKinesisStream(test, 2, Clock.systemUTC());
        JobClient job = start(test, 3, null);
        stream.put("key0", "key0:0");
        await().until(() -> InOrderOnce.findings(test).seen() == 1);

        // When
        stop(job);

        // Then
        await().untilAsserted(() -> assertThat(stream.openProxies()).isZero());
    }

    private JobClient start(String test, int parallelism, String savepoint) throws Exception {
        return start(test, parallelism, savepoint, InitialPosition.TRIM_HORIZON);
    }

    private JobClient start(String test, int parallelism, String savepoint, InitialPosition position) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(20));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
        if (savepoint != null) {
            flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        Configuration config = new Configuration();
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, position);
        config.set(KinesisSourceConfigOptions.READER_EMPTY_RECORDS_FETCH_INTERVAL, Duration.ofMillis(5));
        config.set(KinesisSourceConfigOptions.SHARD_GET_RECORDS_MAX, 25);
        config.set(KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofMillis(100));
        config.set(AWSConfigOptions.RETRY_STRATEGY_MIN_DELAY_OPTION, Duration.ofMillis(2));
        config.set(AWSConfigOptions.RETRY_STRATEGY_MAX_DELAY_OPTION, Duration.ofMillis(20));

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(parallelism);
        KinesisStreamsSource<String> source = KinesisStreamsSource.<String>builder()
                .setStreamArn(stream.arn())
                .setSourceConfig(config)
                .setDeserializationSchema(new SimpleStringSchema())
                .setStreamProxyFactory(FakeKinesisStream.factory())
                .build();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "stream")
                .uid("stream")
                .keyBy(InOrderOnce::key)
                .map(new InOrderOnce(test))
                .uid("in-order-once")
                .sinkTo(new DiscardingSink<>())
                .uid("nothing");
        JobClient job = env.executeAsync(test);
        jobs.add(job);
        return job;
    }

    private static void stop(JobClient job) throws Exception {
        job.cancel().get();
        await().until(() -> job.getJobStatus().get().isGloballyTerminalState());
    }
}
