package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.util.function.Supplier;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.jspecify.annotations.Nullable;

/**
 * The split reader that has the shards: Flink drops one when its last shard is finished and asks for
 * another with the next shard. Used by the task thread.
 */
final class CurrentSplitReader {

    private final Supplier<PollingShardSplitReader> factory;
    private @Nullable PollingShardSplitReader current;

    CurrentSplitReader(Supplier<PollingShardSplitReader> factory) {
        this.factory = factory;
    }

    SplitReader<ShardOutput, KinesisShardSplit> next() {
        PollingShardSplitReader next = factory.get();
        current = next;
        return next;
    }

    void release(String shardId) {
        if (current != null) {
            current.release(shardId);
        }
    }
}
