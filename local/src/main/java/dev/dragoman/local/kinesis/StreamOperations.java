package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** CreateStream, DeleteStream, DescribeStreamSummary and ListStreams. */
final class StreamOperations {

    /** What an on-demand stream starts with. */
    private static final int ON_DEMAND_SHARDS = 4;

    private static final int MAX_SHARDS = 10_000;

    private final Streams streams;
    private final String region;

    StreamOperations(Streams streams, String region) {
        this.streams = streams;
        this.region = region;
    }

    /** The stream is active at once; on AWS that takes some seconds. */
    ObjectNode createStream(Params params) {
        streams.create(params.text("StreamName"), params.number("ShardCount", ON_DEMAND_SHARDS, MAX_SHARDS));
        return params.wire().newObject();
    }

    ObjectNode deleteStream(Params params) {
        streams.delete(params.streamName());
        return params.wire().newObject();
    }

    ObjectNode describeStreamSummary(Params params) {
        DataStream stream = streams.get(params.streamName());
        ObjectNode answer = params.wire().newObject();
        ObjectNode summary = answer.putObject("StreamDescriptionSummary");
        summary.put("StreamName", stream.name)
                .put("StreamARN", "arn:aws:kinesis:" + region + ":" + stream.account + ":stream/" + stream.name)
                .put("StreamStatus", "ACTIVE")
                .put("RetentionPeriodHours", Math.max(1, stream.retention().toHours()))
                .putPOJO("StreamCreationTimestamp", stream.created)
                .put("EncryptionType", "NONE")
                .put(
                        "OpenShardCount",
                        stream.shards(Shard::isOpen, shard -> shard.id).size())
                .put("ConsumerCount", 0);
        summary.putObject("StreamModeDetails").put("StreamMode", "PROVISIONED");
        summary.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
        return answer;
    }

    ObjectNode listStreams(Params params) {
        ObjectNode answer = params.wire().newObject();
        ArrayNode names = answer.putArray("StreamNames");
        streams.names().forEach(names::add);
        return answer.put("HasMoreStreams", false);
    }
}
