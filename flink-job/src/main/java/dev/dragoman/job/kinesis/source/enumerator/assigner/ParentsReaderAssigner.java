package dev.dragoman.job.kinesis.source.enumerator.assigner;

import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Gives a child to the reader that has read its parent, so that the watermark of another shard can't
 * overtake it; all else to the reader with the fewest shards. After a restart, when no reader has
 * announced any time, everything is shared out evenly anew.
 */
final class ParentsReaderAssigner implements KinesisShardAssigner {

    private static final long serialVersionUID = 1L;

    @Override
    public int assign(KinesisShardSplit split, Context context) {
        return readerOf(split.parentShardIds(), context).orElseGet(() -> leastLoaded(context));
    }

    private static OptionalInt readerOf(Set<String> shardIds, Context context) {
        return context.getRegisteredReaders().keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(reader -> has(context.getCurrentSplitAssignment(), reader, shardIds)
                        || has(context.getPendingSplitAssignments(), reader, shardIds))
                .min();
    }

    private static boolean has(
            Map<Integer, ? extends Collection<KinesisShardSplit>> shards, int reader, Set<String> shardIds) {
        Collection<KinesisShardSplit> ofReader = shards.get(reader);
        return ofReader != null && ofReader.stream().anyMatch(split -> shardIds.contains(split.shardId()));
    }

    private static int leastLoaded(Context context) {
        return context.getRegisteredReaders().keySet().stream()
                .min(Comparator.<Integer>comparingInt(reader -> count(context.getCurrentSplitAssignment(), reader)
                                + count(context.getPendingSplitAssignments(), reader))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow(() -> new IllegalStateException("no reader is registered"));
    }

    private static int count(Map<Integer, ? extends Collection<KinesisShardSplit>> shards, int reader) {
        Collection<KinesisShardSplit> ofReader = shards.get(reader);
        return ofReader == null ? 0 : ofReader.size();
    }
}
