package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.Backoff;
import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import dev.dragoman.job.kinesis.source.proxy.StreamProxy;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists shards, blocking: runs in the enumerator's worker thread and shares nothing with others. */
final class ShardListing {

    private static final Logger LOG = LoggerFactory.getLogger(ShardListing.class);

    /**
     * The shards at the start.
     *
     * @param toRead those that were not closed before the starting time
     * @param all those that are listed
     */
    record AtStart(List<ShardDescription> toRead, List<ShardDescription> all) {}

    private final StreamProxy proxy;
    private final String streamArn;
    private final Backoff backoff;
    private final int attempts;

    ShardListing(StreamProxy proxy, String streamArn, Configuration config) {
        this.proxy = proxy;
        this.streamArn = streamArn;
        this.backoff = Backoff.of(config);
        this.attempts = config.get(AWSConfigOptions.RETRY_STRATEGY_MAX_ATTEMPTS_OPTION);
    }

    /** All shards; one attempt. */
    List<ShardDescription> all() {
        return list(null);
    }

    /** All shards, not at once. */
    List<ShardDescription> allAfterAWhile() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(backoff.nanos(1, new SplittableRandom()));
        return list(null);
    }

    /**
     * The shards at the start; several attempts.
     *
     * @param from the starting time, or null: the stream's oldest record
     */
    AtStart atStart(@Nullable Instant from) throws InterruptedException {
        // All first: a shard born in between is then among those to read, and not mistaken for a closed one.
        List<ShardDescription> all = persistently(null);
        return new AtStart(from == null ? all : persistently(from), all);
    }

    private List<ShardDescription> persistently(@Nullable Instant from) throws InterruptedException {
        SplittableRandom random = new SplittableRandom();
        for (int failures = 1; ; failures++) {
            try {
                return list(from);
            } catch (StreamProxyException e) {
                if (e.reason() != Reason.TRY_LATER || failures >= attempts) {
                    throw e;
                }
                LOG.warn("Listing the shards of {} failed {} time(s): {}", streamArn, failures, e.getMessage());
                TimeUnit.NANOSECONDS.sleep(backoff.nanos(failures, random));
            }
        }
    }

    private List<ShardDescription> list(@Nullable Instant from) {
        try {
            return proxy.listShards(streamArn, from).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StreamProxyException known ? known : e;
        }
    }
}
