package dev.dragoman.local.system;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * What Flink is told here, whatever its processes: the loopback alone, and otherwise as on AWS where
 * that can be had: the RocksDB state backend, checkpoints, restarts. Checkpoints lie in a folder.
 */
final class FlinkSettings {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final String LOOPBACK = "127.0.0.1";

    private FlinkSettings() {}

    /**
     * A new configuration.
     *
     * @param folder for checkpoints and savepoints
     * @param dashboardPort 0 for any free one
     * @param s3 settings of Flink's own S3 file system
     */
    static Configuration of(Path folder, int dashboardPort, Configuration s3) {
        Configuration flink = new Configuration(s3);
        flink.set(RestOptions.ADDRESS, LOOPBACK);
        flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        flink.set(RestOptions.BIND_PORT, String.valueOf(dashboardPort));
        flink.set(RestOptions.PORT, dashboardPort);
        flink.set(JobManagerOptions.ADDRESS, LOOPBACK);
        flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        flink.set(TaskManagerOptions.HOST, LOOPBACK);
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        flink.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                folder.resolve("savepoints").toUri().toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(200));
        // A process that is gone is noticed soon: all of them are on this machine.
        flink.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        flink.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(20));
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink-tmp").toString());
        flink.set(
                ClusterOptions.PROCESS_WORKING_DIR_BASE,
                folder.resolve("flink-work").toString());
        // There is no Hadoop to log in to.
        flink.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
        flink.set(MetricOptions.LATENCY_INTERVAL, Duration.ZERO);
        return flink;
    }
}
