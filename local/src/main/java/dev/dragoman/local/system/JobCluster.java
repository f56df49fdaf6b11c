package dev.dragoman.local.system;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.dragoman.job.DragomanJob;
import dev.dragoman.job.config.JobConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The job on a MiniCluster with the dashboard, configured as on AWS where that can be had here: the
 * RocksDB state backend, checkpoints, restarts. Checkpoints lie in a folder.
 */
final class JobCluster implements AutoCloseable {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final MiniCluster cluster;
    private final JobID job;

    private JobCluster(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /**
     * Starts the job and waits until all of it runs.
     *
     * @param properties the job's property groups
     * @param folder for checkpoints and working files
     * @param dashboardPort 0 for any free one
     * @param parallelism subtasks of each stage
     * @param s3 settings of Flink's own S3 file system
     */
    static JobCluster start(Path properties, Path folder, int dashboardPort, int parallelism, Configuration s3)
            throws Exception {
        Configuration flink = new Configuration(s3);
        flink.set(RestOptions.ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.set(RestOptions.BIND_PORT, String.valueOf(dashboardPort));
        flink.set(RestOptions.PORT, dashboardPort);
        flink.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        flink.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        flink.set(TaskManagerOptions.BIND_HOST, "127.0.0.1");
        flink.set(TaskManagerOptions.HOST, "127.0.0.1");
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
        flink.set(MetricOptions.LATENCY_INTERVAL, Duration.ZERO);
        FileSystem.initialize(flink, null);

        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(parallelism)
                .build());
        cluster.start();
        try {
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
            environment.setParallelism(parallelism);
            DragomanJob.build(
                    environment,
                    JobConfiguration.from(KinesisAnalyticsRuntime.getApplicationProperties(properties.toString())));
            StreamGraph graph = environment.getStreamGraph();
            graph.setJobName("dragoman");
            JobID job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
            JobCluster started = new JobCluster(cluster, job);
            started.awaitRunning();
            return started;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** Where the dashboard is. */
    URI dashboard() {
        return URI.create(cluster.getRestAddress().join().toString().replace("127.0.0.1", "localhost"));
    }

    private void awaitRunning() throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!allTasksRun()) {
            JobStatus status = cluster.getJobStatus(job).get();
            if (status.isGloballyTerminalState()) {
                throw new IllegalStateException("the job ended while starting: "
                        + cluster.requestJobResult(job)
                                .get()
                                .getSerializedThrowable()
                                .map(Throwable::getMessage)
                                .orElse(status.name()));
            }
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException(
                        "the job did not start within " + PATIENCE.toSeconds() + " s; it is " + status);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private boolean allTasksRun() throws InterruptedException, ExecutionException {
        return cluster.getExecutionGraph(job).get().getState() == JobStatus.RUNNING
                && StreamSupport.stream(
                                cluster.getExecutionGraph(job)
                                        .get()
                                        .getAllExecutionVertices()
                                        .spliterator(),
                                false)
                        .allMatch(vertex -> vertex.getExecutionState() == ExecutionState.RUNNING);
    }

    /** Cancels the job and takes the cluster down, whatever becomes of the cancelling. */
    @Override
    public void close() throws IOException {
        try {
            cluster.cancelJob(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the job could not be cancelled", e);
        } finally {
            cluster.closeAsync().join();
        }
    }
}
