package dev.dragoman.job.kinesis.source.enumerator;

/** How far a shard is, as checkpoints keep it. */
public enum ShardStatus {
    /** No reader has it. */
    PENDING,
    /** A reader has it, and the reader's checkpoint knows how far it is read. */
    ASSIGNED,
    /** Read to its end. */
    FINISHED
}
