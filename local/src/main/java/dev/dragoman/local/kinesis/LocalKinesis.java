package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.http.LoopbackJetty;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A Kinesis endpoint on the loopback interface. What was acknowledged is read in order by everybody who reads
 * the shard, until the retention ends or the shard holds more than its share of memory. Nothing outlives the
 * endpoint.
 *
 * <p>Speaks HTTP/1.1 and HTTP/2 without TLS. GetRecords waits for a first record for as long as {@link Settings#hold} instead of answering empty, so
 * readers see a record some milliseconds after it was put; that is the one difference in manner from AWS.
 * Safe for use by many threads.
 */
public final class LocalKinesis implements AutoCloseable {

    private final LoopbackJetty server;

    private LocalKinesis(LoopbackJetty server) {
        this.server = server;
    }

    /**
     * How the endpoint is set up.
     *
     * @param port 0 for any free one
     * @param region stands in ARNs
     * @param streams made at the start: name and number of shards
     * @param clock gives arrival times and tells when iterators expire
     * @param retention how long records are kept
     * @param maxBytesPerShard the oldest records go when a shard holds more
     * @param limits what a shard takes in a second
     * @param hold how long GetRecords waits for a record; zero never waits
     * @param faults what goes wrong on purpose
     */
    public record Settings(
            int port,
            String region,
            Map<String, Integer> streams,
            Clock clock,
            Duration retention,
            long maxBytesPerShard,
            ShardLimits limits,
            Duration hold,
            Faults faults) {

        /** A free port, an hour of at most 64 MiB in each shard, no limits, GetRecords waits for a second. */
        public static Settings defaults() {
            return new Settings(
                    0,
                    "us-east-1",
                    Map.of(),
                    Clock.systemUTC(),
                    Duration.ofHours(1),
                    64L << 20,
                    ShardLimits.NONE,
                    Duration.ofSeconds(1),
                    Faults.NONE);
        }

        /** The same on a given port. */
        public Settings onPort(int newPort) {
            return new Settings(newPort, region, streams, clock, retention, maxBytesPerShard, limits, hold, faults);
        }

        /** The same with one more stream. */
        public Settings withStream(String name, int shards) {
            Map<String, Integer> more = new TreeMap<>(streams);
            more.put(name, shards);
            return new Settings(
                    port, region, Map.copyOf(more), clock, retention, maxBytesPerShard, limits, hold, faults);
        }

        /** The same by another clock. */
        public Settings withClock(Clock newClock) {
            return new Settings(port, region, streams, newClock, retention, maxBytesPerShard, limits, hold, faults);
        }

        /** The same with another retention and bound on memory. */
        public Settings withRetention(Duration newRetention, long newMaxBytesPerShard) {
            return new Settings(port, region, streams, clock, newRetention, newMaxBytesPerShard, limits, hold, faults);
        }

        /** The same with limits. */
        public Settings withLimits(ShardLimits newLimits) {
            return new Settings(port, region, streams, clock, retention, maxBytesPerShard, newLimits, hold, faults);
        }

        /** The same with another wait in GetRecords. */
        public Settings withHold(Duration newHold) {
            return new Settings(port, region, streams, clock, retention, maxBytesPerShard, limits, newHold, faults);
        }

        /** The same with faults. */
        public Settings withFaults(Faults newFaults) {
            return new Settings(port, region, streams, clock, retention, maxBytesPerShard, limits, hold, newFaults);
        }
    }

    /**
     * Starts the endpoint and makes its streams.
     *
     * @throws IllegalStateException if the port can't be had
     */
    public static LocalKinesis start(Settings settings) {
        LoopbackJetty server = LoopbackJetty.named("kinesis", settings.port);
        Streams streams = new Streams(
                settings.clock, settings.retention, settings.maxBytesPerShard, settings.limits, server.executor());
        settings.streams.forEach(streams::create);
        server.start(new KinesisHandler(operations(streams, settings), settings.faults));
        return new LocalKinesis(server);
    }

    private static Map<String, KinesisHandler.Operation> operations(Streams streams, Settings settings) {
        StreamOperations ofStreams = new StreamOperations(streams, settings.region);
        ShardOperations ofShards = new ShardOperations(streams, settings.clock);
        WriteOperations writes = new WriteOperations(streams);
        ReadOperations reads = new ReadOperations(streams, settings.clock, settings.hold);
        return Map.ofEntries(
                Map.entry("CreateStream", atOnce(ofStreams::createStream)),
                Map.entry("DeleteStream", atOnce(ofStreams::deleteStream)),
                Map.entry("DescribeStreamSummary", atOnce(ofStreams::describeStreamSummary)),
                Map.entry("ListStreams", atOnce(ofStreams::listStreams)),
                Map.entry("ListShards", atOnce(ofShards::listShards)),
                Map.entry("SplitShard", atOnce(ofShards::splitShard)),
                Map.entry("MergeShards", atOnce(ofShards::mergeShards)),
                Map.entry("PutRecord", atOnce(writes::putRecord)),
                Map.entry("PutRecords", atOnce(writes::putRecords)),
                Map.entry("GetShardIterator", atOnce(reads::getShardIterator)),
                Map.entry("GetRecords", reads::getRecords));
    }

    private static KinesisHandler.Operation atOnce(Function<Params, ObjectNode> operation) {
        return params -> CompletableFuture.completedFuture(operation.apply(params));
    }

    /** Where it listens. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Stops listening and forgets everything. */
    @Override
    public void close() {
        server.close();
    }
}
