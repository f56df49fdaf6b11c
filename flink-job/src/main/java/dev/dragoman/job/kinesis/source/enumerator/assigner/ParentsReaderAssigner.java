package dev.dragoman.job.kinesis.source.enumerator.assigner;

import dev.dragoman.job.kinesis.source.enumerator.KinesisShardAssigner;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a child to the reader that has read its parent, so that it can go on at once and the watermark
 * of another shard can't overtake it; all else by hash range, so that neighbours, which may be merged
 * one day, are mostly one reader's. After a restart, when no reader has announced any time, all is by
 * hash range again.
 */
final class ParentsReaderAssigner implements KinesisShardAssigner {

    private static final long serialVersionUID = 1L;

    private final UniformShardAssigner byHashRange = new UniformShardAssigner();

    @Override
    public int assign(KinesisShardSplit split, Context context) {
        return readerOf(split.parentShardIds(), context).orElseGet(() -> byHashRange.assign(split, context));
    }

    private static OptionalInt readerOf(Set<String> shardIds, Context context) {
        Map<Integer, Set<KinesisShardSplit>> shards = context.getCurrentSplitAssignment();
        return context.getRegisteredReaders().keySet().stream()
                .mapToInt(Integer::intValue)
                .filter(reader -> has(shards.get(reader), shardIds))
                .min();
    }

    private static boolean has(@Nullable Collection<KinesisShardSplit> ofReader, Set<String> shardIds) {
        return ofReader != null && ofReader.stream().anyMatch(split -> shardIds.contains(split.shardId()));
    }
}
