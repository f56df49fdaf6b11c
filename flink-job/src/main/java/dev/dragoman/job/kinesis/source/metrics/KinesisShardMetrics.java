package dev.dragoman.job.kinesis.source.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * How far behind a reader's shards are. Per shard as the official connector names it ({@code
 * KinesisStreamSource.accountId.….region.….stream.….shardId.….millisBehindLatest}), and for the reader
 * under {@code kinesisanalytics}, the only group that Managed Service for Apache Flink shows: {@code
 * millisBehindLatest} (of the shard that is furthest behind; 0 without shards) and {@code retries}
 * (requests that failed and are made again).
 *
 * <p>Safe for use by many threads.
 */
public final class KinesisShardMetrics {

    private static final Pattern STREAM_ARN =
            Pattern.compile("arn:[^:]+:kinesis:(?<region>[^:]+):(?<account>[^:]*):stream/(?<name>.+)");

    private final MetricGroup ofStream;
    private final Counter retries;
    private final Map<String, Shard> shards = new ConcurrentHashMap<>();

    public KinesisShardMetrics(String streamArn, MetricGroup ofReader) {
        Matcher arn = STREAM_ARN.matcher(streamArn);
        MetricGroup group = ofReader.addGroup("KinesisStreamSource");
        this.ofStream = arn.matches()
                ? group.addGroup("accountId", arn.group("account"))
                        .addGroup("region", arn.group("region"))
                        .addGroup("stream", arn.group("name"))
                : group.addGroup("stream", streamArn);
        MetricGroup shown = ofReader.addGroup("kinesisanalytics");
        shown.gauge("millisBehindLatest", this::furthestBehind);
        this.retries = shown.counter("retries");
    }

    /** A shard is read from now on; until its first answer it counts as {@code -1}. */
    public void register(String shardId) {
        shards.computeIfAbsent(shardId, id -> new Shard(ofStream.addGroup("shardId", id)));
    }

    /** A shard is no longer read. */
    public void unregister(String shardId) {
        Shard shard = shards.remove(shardId);
        // Flink has no public way to take a metric back.
        if (shard != null && shard.group instanceof AbstractMetricGroup<?> group) {
            group.close();
        }
    }

    /** A shard answered. */
    public void answered(String shardId, long millisBehindLatest) {
        Shard shard = shards.get(shardId);
        if (shard != null) {
            shard.millisBehindLatest = millisBehindLatest;
        }
    }

    /** A request failed and will be made again. */
    public void retried() {
        retries.inc();
    }

    private long furthestBehind() {
        return shards.values().stream()
                .mapToLong(shard -> shard.millisBehindLatest)
                .max()
                .orElse(0);
    }

    private static final class Shard {
        final MetricGroup group;
        volatile long millisBehindLatest = -1;

        Shard(MetricGroup group) {
            this.group = group;
            group.gauge("millisBehindLatest", () -> millisBehindLatest);
        }
    }
}
