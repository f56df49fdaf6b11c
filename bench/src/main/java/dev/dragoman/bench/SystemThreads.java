package dev.dragoman.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the threads of a whole system in one JVM are there for, by their names. */
final class SystemThreads {

    /** Operators, their outputs and timers, and what starts ffmpeg. */
    private static final String TASKS = "tasks";

    /** Network, signing and answers of what the tasks ask of services. */
    private static final String CALLS = "calls";

    /** The decoders: child processes. */
    static final String FFMPEG = "ffmpeg";

    private static final String FLINK = "Flink's own";
    private static final String INGEST = "ingest";
    private static final String ENDPOINTS = "endpoints";
    private static final String PEOPLE = "speakers, listeners";

    /** What a job on AWS would use, but for Flink's own threads. */
    static final List<String> OF_THE_JOB = List.of(TASKS, CALLS, FFMPEG);

    /** All that are known, as they are shown. */
    static final List<String> ALL = List.of(TASKS, CALLS, FFMPEG, FLINK, INGEST, ENDPOINTS, PEOPLE);

    private static final String OTHERS = "others";

    /** The first that matches counts. */
    private static final Map<Pattern, String> GROUPS = new LinkedHashMap<>();

    static {
        group(".*\\(\\d+/\\d+\\)#\\d+.*", TASKS);
        group(
                "(OutputFlusher|(System )?Time Trigger|Source Data Fetcher|AsyncOperations|transcode|process reaper).*",
                TASKS);
        group("(aws|sdk-|CompletableFutureDelayScheduler|ForkJoinPool\\.commonPool).*", CALLS);
        group("(flink|pekko|jobmanager|taskmanager|resourcemanager|Checkpoint|IOManager).*", FLINK);
        group("lambda.*", INGEST);
        group("(transcribe|translate|polly|kinesis|gateway|s3|dynamodb|SQLite).*", ENDPOINTS);
        group("(client|speaker|HttpClient|pool-).*", PEOPLE);
    }

    private SystemThreads() {}

    private static void group(String names, String group) {
        GROUPS.put(Pattern.compile(names, Pattern.CASE_INSENSITIVE), group);
    }

    /** What a thread is there for. */
    static String groupOf(String name) {
        return GROUPS.entrySet().stream()
                .filter(one -> one.getKey().matcher(name).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS);
    }
}
