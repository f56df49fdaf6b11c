package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderInfo;

/** Says which reader gets a shard. Called by one thread. */
public interface KinesisShardAssigner extends Serializable {

    /**
     * The subtask that shall read a shard, one of {@link Context#getRegisteredReaders}.
     *
     * <p>Only a child that goes to the reader of its parent (the one of two that ended last) is safe from
     * other shards' watermarks while it is behind: a reader can't take back the time that it has
     * announced.
     */
    int assign(KinesisShardSplit split, Context context);

    /** How things stand. */
    interface Context {
        /**
         * Shards by the subtask that reads them, among them those that have just ended and whose children
         * are being assigned.
         */
        Map<Integer, Set<KinesisShardSplit>> getCurrentSplitAssignment();

        /** Shards by the subtask that gets them in the same step. */
        Map<Integer, List<KinesisShardSplit>> getPendingSplitAssignments();

        /** The readers there are, by subtask. */
        Map<Integer, ReaderInfo> getRegisteredReaders();
    }
}
