package dev.dragoman.job.kinesis.source.split;

import java.util.Set;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One shard and how far it is read.
 *
 * @param streamArn the stream
 * @param shardId the shard, also the split's id: a source reads one stream
 * @param startingPosition where to read on
 * @param parentShardIds the shards it was split from or merged of; at most two
 * @param startingHashKey the first hash key of its range, a decimal number of up to 128 bits
 * @param endingHashKey the last hash key of its range
 * @param finished all of it was read; in a reader's checkpoint this says so to the enumerator after a
 *     restart
 */
public record KinesisShardSplit(
        String streamArn,
        String shardId,
        StartingPosition startingPosition,
        Set<String> parentShardIds,
        String startingHashKey,
        String endingHashKey,
        boolean finished)
        implements SourceSplit {

    public KinesisShardSplit {
        parentShardIds = Set.copyOf(parentShardIds);
    }

    @Override
    public String splitId() {
        return shardId;
    }

    /** The same shard, read as far as this. */
    public KinesisShardSplit at(StartingPosition position, boolean read) {
        return new KinesisShardSplit(
                streamArn, shardId, position, parentShardIds, startingHashKey, endingHashKey, read);
    }
}
