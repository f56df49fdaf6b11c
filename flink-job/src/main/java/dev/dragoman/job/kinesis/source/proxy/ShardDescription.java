package dev.dragoman.job.kinesis.source.proxy;

import java.io.Serializable;
import java.util.Set;

/**
 * A shard as the stream lists it.
 *
 * @param shardId its id
 * @param parentShardIds what it was split from or merged of; parents may be listed no longer
 * @param startingHashKey the first hash key of its range, decimal
 * @param endingHashKey the last hash key of its range, decimal
 */
public record ShardDescription(String shardId, Set<String> parentShardIds, String startingHashKey, String endingHashKey)
        implements Serializable {

    public ShardDescription {
        parentShardIds = Set.copyOf(parentShardIds);
    }
}
