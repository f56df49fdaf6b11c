package dev.dragoman.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.dragoman.ingest.IngestHandler;
import dev.dragoman.job.DragomanJob;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * What is deployed holds what it needs, once, and nothing that its platform brings. The jars are made
 * when their modules are packaged, as {@code ./dragoman test} does; without them these tests are skipped.
 */
class JarsTest {

    private static final Path JOB = Path.of("../flink-job/target/flink-job-application.jar");
    private static final Path FUNCTION = Path.of("../ingest-lambda/target/ingest-lambda-function.jar");

    /** The service's own limit is 512 MB; a jar that grows beyond this has caught something. */
    private static final long MOST_JOB_BYTES = 40L << 20;

    private static final long MOST_FUNCTION_BYTES = 25L << 20;

    private static final String ENDED = """
            {"type": "sessionEnded", "version": 1, "sessionId": "golden-eagle-427", "serverMillis": 1795341800000,
             "recordings": 2, "chunksInLast": 7}
            """;

    @Test
    void theJobBringsNothingOfFlinksAndNoLogger() throws IOException {
        assertThat(entries(JOB))
                .noneMatch(name -> name.startsWith("org/apache/flink/")
                        && !name.matches("org/apache/flink/(connector/.*)?")
                        && !name.equals("org/apache/flink/"))
                .noneMatch(name -> name.startsWith("org/slf4j/")
                        || name.startsWith("org/apache/logging/")
                        || name.startsWith("org/apache/http/")
                        || name.startsWith("com/esotericsoftware/")
                        || name.startsWith("org/rocksdb/"))
                .noneMatch(name -> name.matches("dev/dragoman/(local|client|ingest|cdk|bench)/.*"));
        assertThat(Files.size(JOB)).isLessThan(MOST_JOB_BYTES);
    }

    @Test
    void theJobHasItsMainClassItsFfmpegAndItsLicence() throws IOException {
        assertThat(entries(JOB))
                .contains(DragomanJob.class.getName().replace('.', '/') + ".class")
                .anyMatch(name -> name.matches("dev/dragoman/ffmpeg/.*ffmpeg.*"));
        try (JarFile jar = new JarFile(JOB.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo(DragomanJob.class.getName());
        }
    }

    @Test
    void theFunctionHasItsHandlersAndNeitherNettyNorTheJob() throws IOException {
        assertThat(entries(FUNCTION))
                .contains(
                        IngestHandler.class.getName().replace('.', '/') + ".class",
                        RequestHandler.class.getName().replace('.', '/') + ".class")
                .noneMatch(name -> name.startsWith("io/netty/") || name.startsWith("org/apache/"))
                .noneMatch(name -> name.matches("dev/dragoman/(job|ffmpeg|local|client|cdk|bench)/.*"));
        assertThat(Files.size(FUNCTION)).isLessThan(MOST_FUNCTION_BYTES);
    }

    @Test
    void noClassHasTwoOrigins() throws IOException {
        for (Path jar : List.of(JOB, FUNCTION)) {
            List<String> twice = new ArrayList<>();
            for (String name : entries(jar)) {
                // The connector of files carries the base of connectors, which is also a jar of its own.
                if (name.endsWith(".class")
                        && !name.startsWith("org/apache/flink/connector/base/")
                        && !name.startsWith("META-INF/")
                        // The logger of these tests.
                        && !name.startsWith("org/slf4j/impl/")) {
                    List<URL> origins =
                            Collections.list(getClass().getClassLoader().getResources(name));
                    if (origins.size() > 1) {
                        twice.add(name + " in " + origins);
                    }
                }
            }
            assertThat(twice).isEmpty();
        }
    }

    @Test
    void nothingSaysWhenItWasBuilt() throws IOException {
        for (Path jar : List.of(JOB, FUNCTION)) {
            requirePackaged(jar);
            try (JarFile file = new JarFile(jar.toFile())) {
                // Those of libraries come as they are; ours say nothing of when they were built.
                assertThat(Collections.list(file.entries()))
                        .filteredOn(entry -> entry.getName().startsWith("dev/dragoman/"))
                        .extracting(ZipEntry::getTimeLocal)
                        .containsOnly(LocalDateTime.parse("2026-01-01T00:00"));
            }
        }
    }

    /** In a class loader of its own, as on a cluster: Flink's jars, and the application's. */
    @Test
    void theJobIsWholeBesideFlinksOwnJars() throws Exception {
        // Given
        requirePackaged(JOB);
        List<URL> urls = new ArrayList<>(List.of(JOB.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (isFlinks(entry)) {
                urls.add(url(Path.of(entry)));
            }
        }

        // When
        // Not closed: Netty's threads need it a little longer than the client.
        URLClassLoader cluster = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(cluster);
        try {
            Class<?> environments =
                    cluster.loadClass("org.apache.flink.streaming.api.environment.StreamExecutionEnvironment");
            Class<?> configurations = cluster.loadClass("dev.dragoman.job.config.JobConfiguration");
            Object environment =
                    environments.getMethod("getExecutionEnvironment").invoke(null);
            Object configuration = configurations.getMethod("from", Map.class).invoke(null, groups());
            cluster.loadClass("dev.dragoman.job.DragomanJob")
                    .getMethod("build", environments, configurations)
                    .invoke(null, environment, configuration);

            // Then
            assertThat(environments
                            .getMethod("getStreamGraph")
                            .invoke(environment)
                            .getClass()
                            .getClassLoader())
                    .isSameAs(cluster);
            // One of its clients, with all that the SDK looks for while it makes one.
            Class<?> endpoints = cluster.loadClass("dev.dragoman.job.aws.AwsEndpoint");
            Object factory = cluster.loadClass("dev.dragoman.job.deliver.DynamoDbListenerDirectory")
                    .getMethod("at", endpoints, String.class)
                    .invoke(null, endpoints.getMethod("of", String.class).invoke(null, "eu-central-1"), "connections");
            Object client = cluster.loadClass("dev.dragoman.job.service.ServiceFactory")
                    .getMethod("create")
                    .invoke(factory);
            ((AutoCloseable) client).close();
            // A message, with all that is looked at in its class.
            Object event = cluster.loadClass("dev.dragoman.protocol.ProtocolJson")
                    .getMethod("readStreamEvent", byte[].class)
                    .invoke(null, (Object) ENDED.getBytes(StandardCharsets.UTF_8));
            assertThat(event.getClass().getSimpleName()).isEqualTo("SessionEnded");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What a Flink installation has in its {@code lib}, and what that needs. */
    private static boolean isFlinks(String entry) {
        String path = entry.replace(File.separatorChar, '/');
        return path.matches(
                ".*/(org/apache/flink/flink-(?!connector-(base|files)).*|com/esotericsoftware/.*|org/objenesis/.*"
                        + "|org/snakeyaml/.*|commons-.*|org/apache/commons/.*|org/roaringbitmap/.*|com/ververica/.*"
                        + "|org/slf4j/slf4j-api/.*|com/google/code/findbugs/.*|org/xerial/.*|at/yawk/.*|org/javassist/.*)");
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    private static Map<String, Properties> groups() throws IOException {
        Path folder = Files.createTempDirectory("dragoman-jars");
        Map<String, Properties> groups = new HashMap<>();
        JobProperties.of(JobProperties.Places.example(), Synthesized.deployment(folder, List.of()))
                .forEach((name, values) -> {
                    Properties properties = new Properties();
                    properties.putAll(values);
                    groups.put(name, properties);
                });
        // S3 is a plugin of Flink's, which is not here.
        for (String group : List.of("Transcripts", "DeadLetters")) {
            groups.get(group).put("folder", folder.toUri().toString());
        }
        return groups;
    }

    private static List<String> entries(Path jar) throws IOException {
        requirePackaged(jar);
        try (JarFile file = new JarFile(jar.toFile())) {
            return Collections.list(file.entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    private static void requirePackaged(Path jar) {
        assumeTrue(Files.isRegularFile(jar), jar + " is made by mvn package");
    }
}
