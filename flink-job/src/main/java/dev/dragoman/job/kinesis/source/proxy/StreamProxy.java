package dev.dragoman.job.kinesis.source.proxy;

import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the source needs of Kinesis. No call blocks or throws; each future ends within the request
 * timeout, with an answer or with a {@link StreamProxyException}. Nothing is retried inside: callers
 * know what may wait. All calls only read, so each may be repeated. Safe for use by many threads.
 */
public interface StreamProxy extends AutoCloseable {

    /**
     * All shards of the stream, in no particular order.
     *
     * @param from if given, shards that were closed before this time are left out
     */
    CompletableFuture<List<ShardDescription>> listShards(String streamArn, @Nullable Instant from);

    /** Where to read a shard from; good for five minutes. */
    CompletableFuture<String> getShardIterator(String streamArn, String shardId, StartingPosition position);

    /**
     * Records at an iterator. May take its time when there are none.
     *
     * @param maxRecords at most so many, 1 to 10,000
     */
    CompletableFuture<ShardRecords> getRecords(String streamArn, String shardIterator, int maxRecords);

    /** Gives up connections; calls under way fail. */
    @Override
    void close();
}
