package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.time.Instant;
import java.util.List;

/**
 * What the enumerator remembers.
 *
 * @param firstStarted when the job started without a checkpoint: what «latest» means for good
 * @param discovered whether the shards of that moment are known; shards found later are read from their
 *     start
 * @param shards all known shards; those read to their end stay as long as the stream lists them
 */
public record KinesisStreamsSourceEnumeratorState(Instant firstStarted, boolean discovered, List<Shard> shards) {

    public KinesisStreamsSourceEnumeratorState {
        shards = List.copyOf(shards);
    }

    /**
     * One shard.
     *
     * @param split the shard, and where to read from if it is pending
     * @param status how far it is
     */
    public record Shard(KinesisShardSplit split, ShardStatus status) {}
}
