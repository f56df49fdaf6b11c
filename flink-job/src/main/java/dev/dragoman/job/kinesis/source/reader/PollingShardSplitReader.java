package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.metrics.KinesisShardMetrics;
import dev.dragoman.job.kinesis.source.proxy.ShardRecords;
import dev.dragoman.job.kinesis.source.proxy.StreamProxy;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all shards of a reader at once from the one fetcher thread: each shard has at most one request
 * under way, and whichever is answered first is handed on first. A shard that is slow, throttled,
 * held by a long poll or gone holds up none of the others. A failure that may pass is retried for
 * ever, with a growing, jittered pause, at the same position; one that can't pass fails the job.
 *
 * <p>At most one answer per shard (10 MB at worst) waits while the task is slower than the stream.
 *
 * <p>Answers come in on network threads and are worked on in the fetcher thread: the inbox is all that
 * they share.
 */
final class PollingShardSplitReader implements SplitReader<ShardOutput, KinesisShardSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(PollingShardSplitReader.class);

    /**
     * What a reader is told.
     *
     * @param maxRecords in one answer
     * @param watermarkBoundMillis how far time stays behind a request that read everything, or null: it does
     *     not move by the clock
     */
    record Settings(
            String streamArn,
            int maxRecords,
            PolledShard.Pace pace,
            @Nullable Long watermarkBoundMillis) {}

    private final Settings settings;
    private final StreamProxy proxy;
    private final KinesisShardMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean wokenUp = new AtomicBoolean();

    // The fetcher thread's alone:
    private final Map<String, PolledShard> shards = new HashMap<>();
    private RecordsBySplits.Builder<ShardOutput> batch = new RecordsBySplits.Builder<>();
    private boolean batchIsEmpty = true;

    PollingShardSplitReader(
            Settings settings, StreamProxy proxy, KinesisShardMetrics metrics, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.proxy = proxy;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public RecordsWithSplitIds<ShardOutput> fetch() throws IOException {
        try {
            do {
                long wait = askWhatIsDue();
                Runnable first = batchIsEmpty ? inbox.poll(wait, TimeUnit.NANOSECONDS) : inbox.poll();
                Queue<Runnable> arrived = new ArrayDeque<>();
                if (first != null) {
                    arrived.add(first);
                }
                inbox.drainTo(arrived);
                arrived.forEach(Runnable::run);
            } while (batchIsEmpty && !wokenUp.getAndSet(false));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading " + settings.streamArn(), e);
        }
        RecordsWithSplitIds<ShardOutput> full = batch.build();
        batch = new RecordsBySplits.Builder<>();
        batchIsEmpty = true;
        return full;
    }

    @Override
    public void handleSplitsChanges(SplitsChange<KinesisShardSplit> change) {
        if (change instanceof SplitsAddition) {
            long now = System.nanoTime();
            for (KinesisShardSplit split : change.splits()) {
                shards.put(split.shardId(), new PolledShard(split, settings.pace(), random, now));
            }
        }
    }

    @Override
    public void pauseOrResumeSplits(Collection<KinesisShardSplit> toPause, Collection<KinesisShardSplit> toResume) {
        toPause.forEach(split -> pause(split, true));
        toResume.forEach(split -> pause(split, false));
    }

    private void pause(KinesisShardSplit split, boolean pause) {
        PolledShard shard = shards.get(split.shardId());
        if (shard != null) {
            shard.pause(pause);
        }
    }

    /** Lets go of a shard that ended. May be called by any thread. */
    void release(String shardId) {
        inbox.add(() -> {
            if (shards.remove(shardId) != null) {
                hand(shardId, new ShardOutput.Released());
                batch.addFinishedSplit(shardId);
            }
        });
    }

    @Override
    public void wakeUp() {
        wokenUp.set(true);
        inbox.add(() -> {});
    }

    @Override
    public void close() {
        // The proxy is the source reader's. Answers still under way end in the inbox, which goes with this.
        shards.clear();
    }

    /** Makes the requests that are due; nanoseconds until the next will be. */
    private long askWhatIsDue() {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (PolledShard shard : shards.values()) {
            long wait = shard.nanosUntilDue(now);
            if (wait > 0) {
                next = Math.min(next, wait);
            } else {
                ask(shard, now);
            }
        }
        return next;
    }

    private void ask(PolledShard shard, long now) {
        shard.asked(now);
        String iterator = shard.iterator();
        if (iterator == null) {
            whenAnswered(
                    shard,
                    proxy.getShardIterator(settings.streamArn(), shard.shardId(), shard.position()),
                    (polled, got) -> polled.iteratorGot(got));
        } else {
            // Before the request: what is put while it is under way may or may not be in the answer.
            long askedMillis = clock.millis();
            whenAnswered(
                    shard,
                    proxy.getRecords(settings.streamArn(), iterator, settings.maxRecords()),
                    (polled, answer) -> answered(polled, answer, askedMillis));
        }
    }

    private <T> void whenAnswered(PolledShard shard, CompletableFuture<T> future, BiConsumer<PolledShard, T> then) {
        CompletableFuture<T> unused = future.whenComplete((answer, failure) -> inbox.add(() -> {
            if (shards.get(shard.shardId()) != shard) {
                return;
            }
            if (failure == null) {
                then.accept(shard, answer);
            } else {
                failed(shard, failure);
            }
        }));
    }

    private void answered(PolledShard shard, ShardRecords answer, long askedMillis) {
        shard.answered(answer);
        metrics.answered(shard.shardId(), answer.millisBehindLatest());
        shard.caughtUp().before(answer).ifPresent(moment -> handTime(shard.shardId(), moment));
        answer.records().forEach(record -> hand(shard.shardId(), new ShardOutput.Read(record)));
        shard.caughtUp().after(answer, askedMillis).ifPresent(moment -> handTime(shard.shardId(), moment));
        if (shard.isEnded()) {
            hand(shard.shardId(), new ShardOutput.Ended(answer.childShards()));
        }
    }

    private void failed(PolledShard shard, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (!(failure instanceof StreamProxyException known)) {
            throw new IllegalStateException("reading " + shard.shardId() + " failed in an unforeseen way", failure);
        }
        switch (known.reason()) {
            case ITERATOR_EXPIRED -> {
                metrics.retried();
                shard.expired(System.nanoTime());
            }
            case TRY_LATER -> {
                metrics.retried();
                shard.failed(System.nanoTime());
                LOG.warn(
                        "Reading {} failed {} time(s) in a row and is tried again: {}",
                        shard.shardId(),
                        shard.failures(),
                        known.getMessage());
            }
            case SHARD_GONE -> {
                LOG.error(
                        "{} is past the stream's retention at {}: what was not read of it is lost.",
                        shard.shardId(),
                        shard.position());
                shard.gone();
                hand(shard.shardId(), new ShardOutput.Ended(List.of()));
            }
            case REFUSED -> throw known;
        }
    }

    private void handTime(String shardId, long readUpToMillis) {
        Long bound = settings.watermarkBoundMillis();
        if (bound != null) {
            // One less, as a watermark says that nothing of that very millisecond follows.
            hand(shardId, new ShardOutput.ReadToEnd(readUpToMillis - bound - 1));
        }
    }

    private void hand(String shardId, ShardOutput output) {
        batch.add(shardId, output);
        batchIsEmpty = false;
    }
}
