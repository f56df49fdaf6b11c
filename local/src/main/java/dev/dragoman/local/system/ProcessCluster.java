package dev.dragoman.local.system;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Flink in processes of its own, as it runs elsewhere: one JobManager and some TaskManagers, of which any
 * can be killed. They are small, listen on the loopback alone, and never outlive this process. Their logs
 * lie in the folder.
 */
final class ProcessCluster implements FlinkHost {

    private static final Logger LOG = LogManager.getLogger(ProcessCluster.class);

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int MOST_TRIES = 100;

    /** How much of a log an error quotes, in characters. */
    private static final int MOST_WORDS = 4_000;

    /**
     * What its processes are started from.
     *
     * @param classPath of each of them
     * @param opened arguments for Java: what of its own is open to Flink
     * @param environment besides that of this process
     */
    record Installation(String classPath, List<String> opened, Map<String, String> environment) {

        /** All that this process has. */
        static Installation ofThisProcess() {
            List<String> opened = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("--add-opens"))
                    .toList();
            return new Installation(System.getProperty("java.class.path"), opened, Map.of());
        }
    }

    /** A process and what it prints. */
    private record Child(String name, Path output, Path log, Process process) {

        void mustLive() throws IOException {
            if (!process.isAlive()) {
                throw new IllegalStateException("Flink's " + name + " ended while starting with " + process.exitValue()
                        + ": " + Files.readString(output) + lastWords());
            }
        }

        private String lastWords() throws IOException {
            String all = Files.exists(log) ? Files.readString(log) : "";
            return all.substring(Math.max(0, all.length() - MOST_WORDS));
        }
    }

    private final Configuration flink;
    private final Path folder;
    private final Installation installation;
    private final Deque<Child> taskManagers = new ArrayDeque<>();
    private final Child jobManager;
    private int started;

    private ProcessCluster(Configuration flink, Path folder, Installation installation) throws IOException {
        this.flink = flink;
        this.folder = folder;
        this.installation = installation;
        this.jobManager = java("jobmanager", 256, StandaloneSessionClusterEntrypoint.class, List.of());
    }

    /**
     * Starts everything and waits until the TaskManagers are known to the JobManager.
     *
     * @param folder for configuration, logs and working files
     * @param installation what they are started from
     * @param taskManagers how many
     * @param slots of each TaskManager
     */
    static ProcessCluster start(
            Configuration flink, Path folder, Installation installation, int taskManagers, int slots) throws Exception {
        Configuration own = new Configuration(flink);
        int rest = own.get(RestOptions.PORT) == 0 ? freePort() : own.get(RestOptions.PORT);
        own.set(RestOptions.PORT, rest);
        own.set(RestOptions.BIND_PORT, String.valueOf(rest));
        own.set(JobManagerOptions.PORT, freePort());
        own.set(BlobServerOptions.PORT, "0");
        own.set(TaskManagerOptions.NUM_TASK_SLOTS, slots);
        own.set(TaskManagerOptions.TASK_MANAGER_LOAD_BALANCE_MODE, TaskManagerOptions.TaskManagerLoadBalanceMode.SLOTS);
        // All of them, because Flink's scripts, which would work them out, are not here.
        own.set(TaskManagerOptions.CPU_CORES, (double) slots);
        own.set(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, MemorySize.ofMebiBytes(128));
        own.set(TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(128));
        own.set(TaskManagerOptions.TASK_HEAP_MEMORY, MemorySize.ofMebiBytes(384));
        own.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, MemorySize.ofMebiBytes(128));
        own.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
        own.set(TaskManagerOptions.JVM_METASPACE, MemorySize.ofMebiBytes(256));
        own.set(TaskManagerOptions.JVM_OVERHEAD_MIN, MemorySize.ofMebiBytes(64));
        own.set(TaskManagerOptions.JVM_OVERHEAD_MAX, MemorySize.ofMebiBytes(64));
        // JSON is YAML.
        new JsonMapper()
                .writeValue(
                        Files.createDirectories(configuration(folder))
                                .resolve("config.yaml")
                                .toFile(),
                        own.toMap());
        ProcessCluster cluster = new ProcessCluster(own, folder, installation);
        try {
            for (int i = 0; i < taskManagers; i++) {
                cluster.addTaskManager();
            }
            cluster.awaitTaskManagers();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public URI rest() {
        return URI.create("http://" + flink.get(RestOptions.ADDRESS) + ":" + flink.get(RestOptions.PORT));
    }

    /** Where the configuration of its processes lies, for those that talk to them. */
    Path configuration() {
        return configuration(folder);
    }

    private static Path configuration(Path folder) {
        return folder.resolve("conf");
    }

    /** Starts one more TaskManager; it is used as soon as it is ready. */
    synchronized void addTaskManager() throws IOException {
        started++;
        String name = "taskmanager-" + started;
        taskManagers.add(java(
                name,
                512,
                TaskManagerRunner.class,
                List.of("-D", TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key() + "=" + name)));
    }

    /** Kills the longest-running TaskManager as {@code kill -9} does, and waits until it is gone. */
    synchronized void killTaskManager() throws InterruptedException {
        taskManagers.remove().process.destroyForcibly().waitFor();
    }

    private void awaitTaskManagers() throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        try (RestClusterClient<StandaloneClusterId> client =
                new RestClusterClient<>(flink, StandaloneClusterId.getInstance())) {
            while (known(client) < taskManagers.size()) {
                for (Child child : taskManagers) {
                    child.mustLive();
                }
                jobManager.mustLive();
                if (System.nanoTime() > giveUp) {
                    throw new TimeoutException("Flink's processes did not start within " + PATIENCE.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
        }
    }

    /** How many TaskManagers are known to the JobManager; none as long as it does not answer. */
    private static int known(RestClusterClient<?> client) throws InterruptedException {
        try {
            return client.getClusterOverview().get().getNumTaskManagersConnected();
        } catch (ExecutionException e) {
            LOG.debug("The JobManager does not answer yet", e);
            return 0;
        }
    }

    private Child java(String name, int heapMegabytes, Class<?> main, List<String> arguments) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve(name));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(installation.opened());
        command.add("-Djava.io.tmpdir=" + temporary);
        Path log = folder.resolve(name + ".log");
        command.add("-Ddragoman.log=" + log);
        for (String key : List.of("aws.accessKeyId", "aws.secretAccessKey")) {
            if (System.getProperty(key) != null) {
                command.add("-D" + key + "=" + System.getProperty(key));
            }
        }
        command.addAll(List.of("-cp", installation.classPath(), ChildMain.class.getName()));
        command.addAll(List.of(main.getName(), "--configDir", configuration().toString()));
        command.addAll(arguments);
        Path output = folder.resolve(name + ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(installation.environment());
        return new Child(name, output, log, builder.start());
    }

    /** A port that nobody has, from below those that systems give to outgoing connections: it stays free. */
    private static int freePort() throws IOException {
        for (int tries = 0; ; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        taskManagers.add(jobManager);
        taskManagers.forEach(child -> child.process.destroyForcibly());
        // Until then they may write to their folder.
        taskManagers.forEach(child -> child.process.onExit().join());
        taskManagers.clear();
    }
}
