package dev.dragoman.job.kinesis.source.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What a shard had at an iterator.
 *
 * @param records in the shard's order; may be empty anywhere in the shard
 * @param nextShardIterator where to read on, or null: the shard is closed and these were its last; an
 *     answer without records at the end of a closed shard always has null
 * @param millisBehindLatest how far before the shard's end this answer ends; 0: everything that had been
 *     put when the request was made has been read
 * @param childShards at the shard's end those that go on, if the service says
 */
public record ShardRecords(
        List<Record> records,
        @Nullable String nextShardIterator,
        long millisBehindLatest,
        List<ShardDescription> childShards) {}
