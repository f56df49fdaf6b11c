package dev.dragoman.ingest;

import dev.dragoman.protocol.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts what ingest did, and writes the counts as lines that CloudWatch makes metrics of (<a
 * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">embedded
 * metric format</a>): one line in {@link #EVERY} at most, in the namespace {@code Dragoman}, so that a chunk costs
 * no line. A line is written with the first count after that time; what an instance counted since its last line is
 * lost when it is ended. Safe for use by many threads.
 */
final class IngestMetrics {

    static final Duration EVERY = Duration.ofSeconds(10);

    /** Chunks that were acknowledged. */
    static final String CHUNKS = "chunks";

    /** Bytes of these chunks. */
    static final String CHUNK_BYTES = "chunkBytes";

    /** Connections that were opened. */
    static final String CONNECTIONS = "connections";

    /** Messages and requests that were answered, with what was asked for or with a problem. */
    static final String ANSWERED = "answered";

    /** What was allowed without being checked, because the table of limits did not answer. */
    static final String LIMITS_UNCHECKED = "limitsUnchecked";

    private static final String REFUSED = "refused.";

    private final Consumer<String> lines;
    private final Clock clock;
    private final Map<String, Long> counts = new TreeMap<>();
    private long writtenMillis;

    /**
     * @param lines where lines go
     * @param clock the time
     */
    IngestMetrics(Consumer<String> lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
        this.writtenMillis = clock.millis();
    }

    /** One more. */
    void count(String metric) {
        count(metric, 1);
    }

    /** Something that was refused with a code, {@code refused.CODE}. */
    void refused(ProblemCode code) {
        count(REFUSED + code, 1);
    }

    /** So many more. */
    synchronized void count(String metric, long more) {
        counts.merge(metric, more, Long::sum);
        long now = clock.millis();
        if (now - writtenMillis >= EVERY.toMillis()) {
            writtenMillis = now;
            lines.accept(line(now));
            counts.clear();
        }
    }

    /** Every name is one of the above: nothing needs escaping. */
    private String line(long nowMillis) {
        StringJoiner metrics = new StringJoiner(",");
        StringJoiner values = new StringJoiner(",");
        counts.forEach((name, count) -> {
            String unit = name.equals(CHUNK_BYTES) ? "Bytes" : "Count";
            metrics.add("{\"Name\":\"" + name + "\",\"Unit\":\"" + unit + "\"}");
            values.add("\"" + name + "\":" + count);
        });
        return "{\"_aws\":{\"Timestamp\":" + nowMillis + ",\"CloudWatchMetrics\":[{\"Namespace\":\"Dragoman\","
                + "\"Dimensions\":[[\"Service\"]],\"Metrics\":[" + metrics + "]}]},\"Service\":\"ingest\"," + values
                + "}";
    }
}
