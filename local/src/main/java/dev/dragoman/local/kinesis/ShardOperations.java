package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** ListShards, SplitShard and MergeShards. */
final class ShardOperations {

    private static final String NEXT_TOKEN = "NextToken";
    private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(5);
    private static final int MAX_RESULTS = 1_000;
    private static final int LONGEST_PAGE = 10_000;

    private final Streams streams;
    private final Clock clock;

    ShardOperations(Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    /** What is told of a shard, taken under the stream's lock. */
    private record View(String id, List<String> parents, HashRange range, long start, boolean open, long end) {

        static View of(Shard shard) {
            return new View(shard.id, shard.parents, shard.range, shard.startPlace, shard.isOpen(), shard.endPlace());
        }
    }

    ObjectNode listShards(Params params) {
        int max = params.number("MaxResults", MAX_RESULTS, LONGEST_PAGE);
        DataStream stream;
        Predicate<Shard> filter;
        List<String> open = null;
        if (params.has(NEXT_TOKEN)) {
            if (params.has("StreamName") || params.has("StreamARN") || params.has("ShardFilter")) {
                throw KinesisError.invalidArgument("NextToken and StreamName cannot be provided together.");
            }
            Token.Content content = Token.read(clock, NEXT_TOKEN, 2, TOKEN_VALIDITY, params.text(NEXT_TOKEN));
            if (content.expired()) {
                throw KinesisError.expiredNextToken("NextToken has expired.");
            }
            stream = streams.get(content.fields().get(0));
            open = List.of(content.fields().get(1).split(",", -1));
            filter = in(open);
        } else {
            stream = streams.get(params.streamName());
            filter = ShardFilter.of(
                    stream, params.has("ShardFilter") ? params.of(params.node().get("ShardFilter")) : null);
            String after = params.optionalText("ExclusiveStartShardId");
            if (after != null) {
                filter = filter.and(ShardFilter.after(after));
            }
        }
        List<View> found = stream.shards(filter, View::of);
        ObjectNode answer = params.wire().newObject();
        ArrayNode shards = answer.putArray("Shards");
        found.stream().limit(max).forEach(view -> put(shards.addObject(), view));
        if (found.size() > max) {
            // The page after this one holds what fitted now: a filter by time gives the same on every page.
            String left =
                    String.join(",", found.stream().skip(max).map(View::id).toList());
            answer.put(NEXT_TOKEN, Token.write(clock, NEXT_TOKEN, stream.name, left));
        }
        return answer;
    }

    private static Predicate<Shard> in(List<String> ids) {
        return shard -> ids.contains(shard.id);
    }

    ObjectNode splitShard(Params params) {
        DataStream stream = streams.get(params.streamName());
        String shard = params.text("ShardToSplit");
        BigInteger newStart = params.hashKey("NewStartingHashKey");
        if (newStart == null) {
            throw KinesisError.validation(
                    "1 validation error detected: Value at 'newStartingHashKey' failed to satisfy constraint: Member"
                            + " must not be null");
        }
        stream.split(shard, newStart);
        return params.wire().newObject();
    }

    ObjectNode mergeShards(Params params) {
        streams.get(params.streamName()).merge(params.text("ShardToMerge"), params.text("AdjacentShardToMerge"));
        return params.wire().newObject();
    }

    private static void put(ObjectNode node, View shard) {
        node.put("ShardId", shard.id);
        if (!shard.parents.isEmpty()) {
            node.put("ParentShardId", shard.parents.get(0));
        }
        if (shard.parents.size() > 1) {
            node.put("AdjacentParentShardId", shard.parents.get(1));
        }
        putRange(node, shard.range);
        ObjectNode numbers = node.putObject("SequenceNumberRange");
        numbers.put("StartingSequenceNumber", SequenceNumber.write(shard.start));
        if (!shard.open) {
            numbers.put("EndingSequenceNumber", SequenceNumber.write(shard.end));
        }
    }

    static void putRange(ObjectNode node, HashRange range) {
        node.putObject("HashKeyRange")
                .put("StartingHashKey", range.start().toString())
                .put("EndingHashKey", range.end().toString());
    }
}
