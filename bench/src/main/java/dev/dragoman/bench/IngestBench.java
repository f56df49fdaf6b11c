package dev.dragoman.bench;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.sun.management.ThreadMXBean;
import dev.dragoman.bench.plot.BarChart;
import dev.dragoman.bench.plot.BarChart.Row;
import dev.dragoman.ingest.IngestConfiguration;
import dev.dragoman.ingest.IngestHandler;
import dev.dragoman.ingest.Limits;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.protocol.Languages;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * {@code ./dragoman bench ingest}: what a chunk costs in the handler, against the local endpoints (so
 * without a network between), how large the function is, and how long a fresh JVM takes to its first
 * acknowledgement.
 */
final class IngestBench {

    private static final String REGION = "us-east-1";
    private static final String KEY = "local";
    private static final String SECRET = "local-secret";
    private static final String BUCKET = "talks";
    private static final String STREAM = "events";
    private static final int WARM_UP = 3_000;
    private static final int CHUNKS = 5_000;
    private static final int STARTS = 9;

    /** Two sevenths of this in a minute are real time, and the handler is faster; all chunks are within it. */
    private static final int FEW_CHUNKS = 12_000;

    private static final Path ARTEFACT = Path.of("ingest-lambda", "target", "ingest-lambda-function.jar");

    private IngestBench() {}

    /** Measures everything and prints it. */
    public static void main(String[] args, FigureFiles files) throws Exception {
        try (LocalS3 s3 = LocalS3.start(LocalS3.Settings.inMemory(KEY, SECRET, BUCKET));
                LocalKinesis kinesis =
                        LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(STREAM, 4));
                LocalDynamoDb dynamoDb = LocalDynamoDb.start()) {
            IngestConfiguration.Endpoints endpoints =
                    new IngestConfiguration.Endpoints(s3.endpoint(), null, kinesis.endpoint(), dynamoDb.endpoint());
            long[] realTime = chunks("who speaks in real time", endpoints, 1_000_000);
            long[] faster = chunks("who sends faster than real time", endpoints, FEW_CHUNKS);
            files.keep(List.of(chart(realTime, faster)), List.of());
            starts(endpoints);
        }
        // The AWS SDK's and the endpoints' threads go with the process.
        System.exit(0);
    }

    /** How long each chunk took, in nanoseconds, rising. */
    private static long[] chunks(String whose, IngestConfiguration.Endpoints endpoints, int chunksPerMinute)
            throws Exception {
        IngestCalls calls = new IngestCalls(IngestHandler.create(configuration(endpoints, chunksPerMinute)));
        for (int i = 0; i < WARM_UP; i++) {
            calls.send(calls.nextChunk());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] nanos = new long[CHUNKS];
        long allocated = 0;
        int notTaken = 0;
        for (int i = 0; i < CHUNKS; i++) {
            APIGatewayV2WebSocketEvent event = calls.nextChunk();
            long before = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            String answer = calls.send(event);
            nanos[i] = System.nanoTime() - start;
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            if (!answer.contains("chunkAcknowledged")) {
                notTaken++;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                "a chunk of %,d bytes of a speaker %s: p50 %.2f ms, p99 %.2f ms, %,d KB allocated"
                        + " (%,d chunks, of which %,d were to be sent again)%n",
                IngestCalls.CHUNK_BYTES,
                whose,
                millis(nanos[CHUNKS / 2]),
                millis(nanos[CHUNKS * 99 / 100]),
                allocated / CHUNKS / 1024,
                CHUNKS,
                notTaken);
        return nanos;
    }

    private static BarChart chart(long[] realTime, long[] faster) {
        List<Row> rows = Stream.of(50, 90, 95, 99, 100)
                .map(percent -> Row.of(
                                percent == 100 ? "longest" : "p" + percent,
                                "in real time",
                                percentile(realTime, percent))
                        .with("faster than real time", percentile(faster, percent)))
                .toList();
        return new BarChart("ingest-chunk", "A chunk in the ingest handler", "ms", 1, true, rows, List.of());
    }

    private static double percentile(long[] sorted, int percent) {
        return millis(sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)]);
    }

    private static void starts(IngestConfiguration.Endpoints endpoints) throws Exception {
        String own = new File(ColdStart.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getPath();
        boolean packed = Files.exists(ARTEFACT);
        String classPath = packed ? ARTEFACT + File.pathSeparator + own : System.getProperty("java.class.path");
        System.out.println(
                packed
                        ? String.format("the function's jar: %.1f MB", Files.size(ARTEFACT) / 1e6)
                        : "the function's jar is not built; ./dragoman bench ingest builds it");
        List<long[]> lives = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            lives.add(life(classPath, endpoints));
        }
        System.out.printf(
                "a fresh JVM (%s): JVM started in %d ms, handler built in %d ms, a session created in %d ms,"
                        + " the first chunk taken in %d ms; %d ms in all (medians of %d)%n",
                packed ? "the function's jar" : "class path",
                median(lives, 0),
                median(lives, 1),
                median(lives, 2),
                median(lives, 3),
                lives.stream()
                        .mapToLong(life -> Arrays.stream(life).sum())
                        .sorted()
                        .skip(STARTS / 2)
                        .findFirst()
                        .orElseThrow(),
                STARTS);
    }

    /** As Lambda starts Java 17: with the first compiler alone. */
    private static long[] life(String classPath, IngestConfiguration.Endpoints endpoints) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+TieredCompilation",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                classPath,
                ColdStart.class.getName(),
                String.valueOf(System.currentTimeMillis()));
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("AWS_REGION", REGION),
                        Map.entry("AWS_ACCESS_KEY_ID", KEY),
                        Map.entry("AWS_SECRET_ACCESS_KEY", SECRET),
                        Map.entry("AWS_ENDPOINT_URL_S3", String.valueOf(endpoints.s3())),
                        Map.entry("AWS_ENDPOINT_URL_KINESIS", String.valueOf(endpoints.kinesis())),
                        Map.entry("AWS_ENDPOINT_URL_DYNAMODB", String.valueOf(endpoints.dynamoDb())),
                        Map.entry("DRAGOMAN_BUCKET", BUCKET),
                        Map.entry("DRAGOMAN_STREAM", STREAM),
                        Map.entry("DRAGOMAN_SESSIONS_TABLE", Tables.DEFAULT.sessions()),
                        Map.entry("DRAGOMAN_CONNECTIONS_TABLE", Tables.DEFAULT.connections()),
                        Map.entry("DRAGOMAN_LIMITS_TABLE", Tables.DEFAULT.limits()),
                        Map.entry("DRAGOMAN_INTERPRETATIONS_TABLE", Tables.DEFAULT.interpretations()),
                        Map.entry("DRAGOMAN_SECRET", "a secret of the bench"),
                        Map.entry("DRAGOMAN_LIMIT_SESSIONS_PER_HOUR", "1000")));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("a fresh JVM ended with " + process.exitValue() + ": " + said);
        }
        String last = said.substring(said.lastIndexOf('\n') + 1);
        return Arrays.stream(last.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    }

    private static IngestConfiguration configuration(IngestConfiguration.Endpoints endpoints, int chunksPerMinute) {
        Limits usual = Limits.defaults();
        return new IngestConfiguration(
                REGION,
                BUCKET,
                STREAM,
                new IngestConfiguration.TableNames(
                        Tables.DEFAULT.sessions(),
                        Tables.DEFAULT.connections(),
                        Tables.DEFAULT.limits(),
                        Tables.DEFAULT.interpretations()),
                Languages.SOURCES,
                Languages.TARGETS,
                "a secret of the bench",
                // A speaker as fast as the handler: only then is there something to measure.
                new Limits(
                        usual.connectionsPerMinute(),
                        usual.joinsPerMinute(),
                        usual.readsPerMinute(),
                        usual.sessionsPerHour(),
                        chunksPerMinute,
                        1_000_000,
                        2_000_000_000,
                        usual.guessesPerMinute(),
                        usual.guessesPerSessionPerMinute(),
                        usual.messageBytes(),
                        usual.listenersPerSession()),
                endpoints,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static long median(List<long[]> lives, int which) {
        return lives.stream()
                .mapToLong(life -> life[which])
                .sorted()
                .skip(lives.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
