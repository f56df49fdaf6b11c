package dev.dragoman.local.system;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.ConfigConstants;

/**
 * Flink as an operator has it on each machine of a cluster: its own jars and what they need, its S3 file
 * system as a plugin, and nothing of the job's. Put together from this process's class path, because
 * Flink's distribution is in no Maven repository.
 *
 * @param home where it lies
 * @param credentials with which S3 and everything else is asked, as environment variables
 */
record FlinkInstallation(Path home, Map<String, String> credentials) {

    /** What {@code lib} holds: Flink, its libraries, and a logger. */
    private static final Pattern LIB = Pattern.compile(
            ".*/(org/apache/flink/flink-(?!connector-base|s3-fs).*|com/esotericsoftware/.*|org/objenesis/.*"
                    + "|org/snakeyaml/.*|commons-.*|org/apache/commons/.*|org/roaringbitmap/.*|com/ververica/.*"
                    + "|org/slf4j/slf4j-api/.*|org/apache/logging/.*|com/google/code/findbugs/.*|org/xerial/.*"
                    + "|at/yawk/.*|org/javassist/.*|tools/profiler/.*)");

    /** As the configuration that comes with Flink says. */
    private static final List<String> OPENED = Stream.of(
                    "java.lang",
                    "java.net",
                    "java.io",
                    "java.nio",
                    "sun.nio.ch",
                    "java.lang.reflect",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks")
            .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
            .toList();

    private static final Pattern S3 = Pattern.compile(".*/flink-s3-fs-hadoop-[^/]*[.]jar");
    private static final Pattern SUBMITTED = Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

    /** Puts one together in an empty folder. */
    static FlinkInstallation in(Path home, Map<String, String> credentials) throws IOException {
        Path plugin = Files.createDirectories(home.resolve("plugins/s3-fs-hadoop"));
        for (String jar : ofClassPath(S3).toList()) {
            Files.copy(Path.of(jar), plugin.resolve(Path.of(jar).getFileName()));
        }
        // Beside Flink: what ends a process with its parent, and where logs go.
        copy("/" + ChildMain.class.getName().replace('.', '/') + ".class", home);
        copy("/log4j2.xml", home);
        return new FlinkInstallation(home, credentials);
    }

    private static void copy(String resource, Path home) throws IOException {
        Path target = home.resolve("classes" + resource);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in = Objects.requireNonNull(FlinkInstallation.class.getResourceAsStream(resource))) {
            Files.copy(in, target);
        }
    }

    private static Stream<String> ofClassPath(Pattern wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> wanted.matcher(entry).matches());
    }

    /** What the processes of a cluster are started from. */
    ProcessCluster.Installation processes() {
        Map<String, String> environment = new HashMap<>(credentials);
        environment.put(
                ConfigConstants.ENV_FLINK_PLUGINS_DIR, home.resolve("plugins").toString());
        return new ProcessCluster.Installation(
                Stream.concat(Stream.of(home.resolve("classes").toString()), ofClassPath(LIB))
                        .collect(Collectors.joining(File.pathSeparator)),
                OPENED,
                environment);
    }

    /**
     * {@code flink run -d -p PARALLELISM JAR PROPERTIES}, in a process of its own.
     *
     * @param configuration the folder with the cluster's {@code config.yaml}
     * @throws IllegalStateException with what it printed, if it did not submit the job
     */
    JobID run(Path configuration, int parallelism, Path jar, Path properties) throws Exception {
        ProcessCluster.Installation processes = processes();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Ddragoman.log=" + home.resolve("client.log")));
        command.addAll(processes.opened());
        command.addAll(List.of("-cp", processes.classPath(), CliFrontend.class.getName()));
        command.addAll(List.of("run", "-d", "-p", String.valueOf(parallelism), jar.toString(), properties.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(processes.environment());
        builder.environment().put(ConfigConstants.ENV_FLINK_CONF_DIR, configuration.toString());
        Process client = builder.start();
        String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher submitted = SUBMITTED.matcher(printed);
        if (client.waitFor() != 0 || !submitted.find()) {
            throw new IllegalStateException("the job was not submitted: " + printed);
        }
        return JobID.fromHexString(submitted.group(1));
    }
}
