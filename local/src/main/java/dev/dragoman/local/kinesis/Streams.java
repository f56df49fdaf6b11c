package dev.dragoman.local.kinesis;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

/** The streams of the account, by name. Safe for use by many threads. */
final class Streams {

    static final String ACCOUNT = "000000000000";

    private final ConcurrentMap<String, DataStream> byName = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Duration retention;
    private final long maxBytesPerShard;
    private final ShardLimits limits;
    private final Executor executor;

    Streams(Clock clock, Duration retention, long maxBytesPerShard, ShardLimits limits, Executor executor) {
        this.clock = clock;
        this.retention = retention;
        this.maxBytesPerShard = maxBytesPerShard;
        this.limits = limits;
        this.executor = executor;
    }

    void create(String name, int shards) {
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw KinesisError.validation("1 validation error detected: Value '" + name
                    + "' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " [a-zA-Z0-9_.-]+");
        }
        DataStream stream = new DataStream(name, ACCOUNT, shards, clock, retention, maxBytesPerShard, limits, executor);
        if (byName.putIfAbsent(name, stream) != null) {
            throw KinesisError.inUse("Stream " + name + " under account " + ACCOUNT + " already exists.");
        }
    }

    void delete(String name) {
        if (byName.remove(name) == null) {
            throw KinesisError.noStream(name, ACCOUNT);
        }
    }

    DataStream get(String name) {
        DataStream stream = byName.get(name);
        if (stream == null) {
            throw KinesisError.noStream(name, ACCOUNT);
        }
        return stream;
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
