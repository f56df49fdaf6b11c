package dev.dragoman.job.kinesis.source.split;

/** A reader's place in one shard: moves only when a record has been emitted. Used by the task thread. */
public final class KinesisShardSplitState {

    private final KinesisShardSplit split;
    private StartingPosition position;
    private boolean ended;

    public KinesisShardSplitState(KinesisShardSplit split) {
        this.split = split;
        this.position = split.startingPosition();
        this.ended = split.finished();
    }

    public String streamArn() {
        return split.streamArn();
    }

    public String shardId() {
        return split.shardId();
    }

    /** A record was emitted. */
    public void emitted(String sequenceNumber) {
        position = StartingPosition.continueFromSequenceNumber(sequenceNumber);
    }

    /** The shard's last record was emitted; the enumerator has yet to say that it knows. */
    public void ended() {
        ended = true;
    }

    /** What a checkpoint keeps. */
    public KinesisShardSplit toSplit() {
        return split.at(position, ended);
    }
}
