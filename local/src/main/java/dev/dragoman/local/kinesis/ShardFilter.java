package dev.dragoman.local.kinesis;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which shards ListShards gives, in Kinesis's words. */
enum ShardFilter {
    AFTER_SHARD_ID,
    AT_TRIM_HORIZON,
    FROM_TRIM_HORIZON,
    AT_LATEST,
    AT_TIMESTAMP,
    FROM_TIMESTAMP;

    /** Every shard that a request's filter lets through; all without one. */
    static Predicate<Shard> of(DataStream stream, @Nullable Params filter) {
        if (filter == null) {
            return shard -> true;
        }
        return switch (filter.oneOf(ShardFilter.class, "Type")) {
            case AFTER_SHARD_ID -> after(filter.text("ShardId"));
            case AT_TRIM_HORIZON -> openAt(stream.trimHorizon());
            case FROM_TRIM_HORIZON -> openSince(stream.trimHorizon());
            case AT_LATEST -> Shard::isOpen;
            case AT_TIMESTAMP -> openAt(timestamp(stream, filter));
            case FROM_TIMESTAMP -> openSince(timestamp(stream, filter));
        };
    }

    /** Shards that come after one in the order of their ids. */
    static Predicate<Shard> after(String shardId) {
        return shard -> shard.id.compareTo(shardId) > 0;
    }

    private static Predicate<Shard> openAt(Instant time) {
        return shard -> shard.wasOpenAt(time);
    }

    private static Predicate<Shard> openSince(Instant time) {
        return shard -> !shard.closedBefore(time);
    }

    private static Instant timestamp(DataStream stream, Params filter) {
        Instant time = filter.time("Timestamp");
        if (time == null) {
            throw KinesisError.invalidArgument("Timestamp must be provided for this type of shard filter.");
        }
        Instant horizon = stream.trimHorizon();
        return time.isBefore(horizon) ? horizon : time;
    }
}
