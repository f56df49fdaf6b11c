package dev.dragoman.local.system;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import dev.dragoman.job.DragomanJob;
import dev.dragoman.job.config.JobConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/**
 * The job on a Flink cluster of this machine, in this process or in others: all that is asked of it goes
 * through the cluster's REST interface. Cancelled when closed; the cluster stays.
 */
final class JobCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Configuration flink;
    private final Path properties;
    private final RestClusterClient<StandaloneClusterId> client;
    private JobID job = new JobID();

    private JobCluster(Configuration flink, Path properties) throws Exception {
        this.flink = flink;
        this.properties = properties;
        this.client = new RestClusterClient<>(flink, StandaloneClusterId.getInstance());
    }

    /**
     * Starts the job and waits until all of it runs.
     *
     * @param host where
     * @param flink Flink's settings
     * @param properties the job's property groups
     * @param parallelism subtasks of each stage
     */
    static JobCluster start(FlinkHost host, Configuration flink, Path properties, int parallelism) throws Exception {
        Configuration own = new Configuration(flink);
        own.set(RestOptions.ADDRESS, host.rest().getHost());
        own.set(RestOptions.PORT, host.rest().getPort());
        JobCluster started = new JobCluster(own, properties);
        try {
            started.submit(parallelism, SavepointRestoreSettings.none());
            return started;
        } catch (Exception e) {
            started.client.close();
            throw e;
        }
    }

    /** Where the dashboard is. */
    URI dashboard() {
        return URI.create(client.getWebInterfaceURL().replace("127.0.0.1", "localhost"));
    }

    /** Stops the job where it is, without a savepoint. */
    void stop() throws Exception {
        client.cancel(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        client.requestJobResult(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts the stopped job with what its properties are now, from a savepoint or from nothing, and waits until all of it runs. */
    void start(int parallelism, @Nullable Path savepoint) throws Exception {
        submit(
                parallelism,
                savepoint == null
                        ? SavepointRestoreSettings.none()
                        : SavepointRestoreSettings.forPath(savepoint.toUri().toString()));
    }

    /** Takes a savepoint of the running job; the folder that it lies in. */
    Path savepoint() throws Exception {
        String savepoint = client.triggerSavepoint(job, null, SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Path.of(URI.create(savepoint));
    }

    /** Stops the job with a savepoint, goes on from it with another parallelism, and waits until all of it runs. */
    void restart(int parallelism) throws Exception {
        String savepoint = client.stopWithSavepoint(job, false, null, SavepointFormatType.CANONICAL)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        submit(parallelism, SavepointRestoreSettings.forPath(savepoint));
    }

    /**
     * How much state the job keeps, in bytes: what a savepoint of it takes. A checkpoint's size would not
     * tell: with RocksDB it counts the database's own files, whose journal grows with every checkpoint.
     */
    long stateBytes() throws Exception {
        try (Stream<Path> all = Files.walk(savepoint())) {
            long bytes = 0;
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
                Files.delete(file);
            }
            return bytes;
        }
    }

    private void submit(int parallelism, SavepointRestoreSettings from) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.setParallelism(parallelism);
        DragomanJob.build(
                environment,
                JobConfiguration.from(KinesisAnalyticsRuntime.getApplicationProperties(properties.toString())));
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName("dragoman");
        graph.setSavepointRestoreSettings(from);
        job = client.submitJob(graph.getJobGraph()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        awaitRunning();
    }

    private void awaitRunning() throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        JobDetailsInfo details = client.getJobDetails(job).get();
        while (!allTasksRun(details)) {
            if (details.getJobStatus().isGloballyTerminalState()) {
                throw new IllegalStateException("the job ended while starting: "
                        + client.requestJobResult(job)
                                .get()
                                .getSerializedThrowable()
                                .map(Throwable::getMessage)
                                .orElse(details.getJobStatus().name()));
            }
            if (System.nanoTime() > giveUp) {
                throw new TimeoutException(
                        "the job did not start within " + PATIENCE.toSeconds() + " s; it is " + details.getJobStatus());
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            details = client.getJobDetails(job).get();
        }
    }

    /** Whether every subtask of every stage runs. */
    static boolean allTasksRun(JobDetailsInfo details) {
        return details.getJobStatus() == JobStatus.RUNNING
                && details.getJobVertexInfos().stream()
                        .allMatch(vertex -> vertex.getTasksPerState().getOrDefault(ExecutionState.RUNNING, 0)
                                == vertex.getParallelism());
    }

    /** Cancels the job. */
    @Override
    public void close() throws IOException {
        try (client) {
            client.cancel(job).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the job could not be cancelled", e);
        }
    }
}
