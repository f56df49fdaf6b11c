package dev.dragoman.job.kinesis.source.enumerator.assigner;

import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;

/** The ways to share shards among readers. */
public final class ShardAssignerFactory {

    private ShardAssignerFactory() {}

    /** A child to its parent's reader, any other shard by hash range: the default. */
    public static KinesisShardAssigner parentsReaderAssigner() {
        return new ParentsReaderAssigner();
    }

    /** By hash range, evenly: the same shards to the same readers after each restart. */
    public static KinesisShardAssigner uniformShardAssigner() {
        return new UniformShardAssigner();
    }
}
