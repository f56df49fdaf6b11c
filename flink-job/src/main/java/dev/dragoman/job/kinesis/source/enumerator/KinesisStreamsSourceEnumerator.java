package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.event.NothingToReadEvent;
import dev.dragoman.job.kinesis.source.event.ShardEndAcknowledgedEvent;
import dev.dragoman.job.kinesis.source.event.ShardEndedEvent;
import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import dev.dragoman.job.kinesis.source.proxy.StreamProxy;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the stream's shards and gives each to one reader, children only after all of their parents are
 * read, also when readers or the job restart in between: records of one key come in their order.
 *
 * <p>A shard's end is known here before its reader forgets it: the reader keeps it in its checkpoints
 * until this acknowledges, and Flink delivers an acknowledgement sent before a checkpoint of this
 * before the reader's part of that checkpoint. So in every checkpoint one of the two knows.
 *
 * <p>A child goes to the reader of its parents at once. To another reader (after a merge of two readers'
 * shards, or as the assigner likes) it goes when a checkpoint has been completed since, because only
 * then is it certain that the parent's last records have been processed and can't be overtaken on
 * their way; or after a bounded time, should there be no checkpoint. Unaligned checkpoints prove
 * less: under backpressure they don't keep this order.
 *
 * <p>The acknowledgement is sent after the children are assigned. Until then the reader holds the
 * parent's watermark.
 *
 * <p>When listing fails: at the first start it is tried again with growing pauses, then the job fails;
 * later it is tried again with the next interval, and known shards are read on.
 */
public final class KinesisStreamsSourceEnumerator
        implements SplitEnumerator<KinesisShardSplit, KinesisStreamsSourceEnumeratorState> {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisStreamsSourceEnumerator.class);

    private final SplitEnumeratorContext<KinesisShardSplit> context;
    private final String streamArn;
    private final Configuration config;
    private final StreamProxy proxy;
    private final KinesisShardAssigner assigner;
    private final ShardListing listing;
    private final Clock clock;

    /** How long a child waits at most for a checkpoint after its parent's end on another reader. */
    private final long handoverMillis;

    /** When the job first started, for {@code LATEST}. */
    private final Instant firstStarted;

    private final ShardTracker tracker;
    private final CheckpointUnderway checkpoint;
    private boolean discovered;

    /** Readers that know that there is nothing for them. */
    private final Set<Integer> readersTold = new HashSet<>();

    /**
     * New, or as a checkpoint has it.
     *
     * @param proxy belongs to the enumerator, which closes it
     * @param state from a checkpoint, or null
     */
    public KinesisStreamsSourceEnumerator(
            SplitEnumeratorContext<KinesisShardSplit> context,
            String streamArn,
            Configuration config,
            StreamProxy proxy,
            KinesisShardAssigner assigner,
            Clock clock,
            @Nullable KinesisStreamsSourceEnumeratorState state) {
        this.context = context;
        this.streamArn = streamArn;
        this.config = config;
        this.proxy = proxy;
        this.assigner = assigner;
        this.clock = clock;
        this.handoverMillis =
                config.get(KinesisSourceConfigOptions.SHARD_HANDOVER_WAIT).toMillis();
        this.checkpoint = new CheckpointUnderway(clock, handoverMillis);
        this.listing = new ShardListing(proxy, streamArn, config);
        this.firstStarted = state == null ? Instant.ofEpochMilli(clock.millis()) : state.firstStarted();
        this.discovered = state != null && state.discovered();
        this.tracker = new ShardTracker(streamArn, state == null ? List.of() : state.shards());
    }

    @Override
    public void start() {
        long interval =
                config.get(KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL).toMillis();
        if (discovered) {
            context.callAsync(listing::all, this::listed, 0, interval);
        } else {
            Instant from = InitialPositions.from(config, firstStarted).timestamp();
            context.callAsync(() -> listing.atStart(from), this::listedAtStart);
            context.callAsync(listing::all, this::listed, interval, interval);
        }
    }

    private void listedAtStart(ShardListing.@Nullable AtStart found, @Nullable Throwable failure) {
        if (found == null) {
            throw new IllegalStateException("The shards of " + streamArn + " can't be listed.", failure);
        }
        tracker.begin(found.toRead(), found.all(), InitialPositions.from(config, firstStarted));
        discovered = true;
        assign();
    }

    private void listed(@Nullable List<ShardDescription> all, @Nullable Throwable failure) {
        if (all == null) {
            LOG.warn("Listing the shards of {} failed; known shards are read on.", streamArn, failure);
        } else if (discovered) {
            tracker.listed(all);
            assign();
        }
    }

    /** A listing may lag behind a reader: then again, soon. */
    private void listedForChildren(@Nullable List<ShardDescription> all, @Nullable Throwable failure) {
        listed(all, failure);
        boolean isOneMissing =
                tracker.holdingWatermarks().keySet().stream().anyMatch(shardId -> !tracker.isSuccessionKnown(shardId));
        if (isOneMissing) {
            context.callAsync(listing::allAfterAWhile, this::listedForChildren);
        }
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof ShardEndedEvent ended && tracker.ended(ended.shardId(), subtaskId, clock.millis())) {
            LOG.info("{} is read to its end by reader {}.", ended.shardId(), subtaskId);
            tracker.addChildren(ended.childShards());
            assign();
            if (!tracker.isSuccessionKnown(ended.shardId())) {
                context.callAsync(listing::all, this::listedForChildren);
            }
        }
    }

    @Override
    public void addReader(int subtaskId) {
        readersTold.remove(subtaskId);
        ReaderInfo reader = context.registeredReaders().get(subtaskId);
        if (reader != null) {
            reader.<KinesisShardSplit>getReportedSplitsOnRegistration()
                    .forEach(split -> tracker.reported(split, subtaskId));
        }
        assign();
    }

    @Override
    public void addSplitsBack(List<KinesisShardSplit> splits, int subtaskId) {
        checkpoint.failed();
        tracker.readerReset(subtaskId, splits);
    }

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {
        // Readers don't ask: shards are assigned when they can be.
    }

    /**
     * Gives out what can be read. Only with all readers there, as the others may have shards to report; and
     * not during a checkpoint.
     */
    private void assign() {
        Map<Integer, ReaderInfo> readers = context.registeredReaders();
        if (!discovered || readers.size() < context.currentParallelism() || checkpoint.isUnderway()) {
            return;
        }
        if (!tracker.awaited().isEmpty()) {
            throw new IllegalStateException(
                    "The checkpoint of the readers lacks shards that were assigned: " + tracker.awaited());
        }
        Map<Integer, List<KinesisShardSplit>> assignment = new HashMap<>();
        for (KinesisShardSplit split : tracker.assignable()) {
            int subtask = assigner.assign(split, new AssignerContext(tracker.byReader(), assignment, readers));
            if (!readers.containsKey(subtask)) {
                throw new IllegalStateException("The shard assigner gave " + split.shardId() + " to reader " + subtask
                        + "; there are " + readers.keySet() + ".");
            }
            if (tracker.mayGoOn(split, subtask, ended -> clock.millis() - ended >= handoverMillis)) {
                assignment.computeIfAbsent(subtask, reader -> new ArrayList<>()).add(split);
            } else {
                LOG.debug("{} waits for the next checkpoint: its parents are another reader's.", split.shardId());
            }
        }
        if (!assignment.isEmpty()) {
            LOG.info("Assigning {}", assignment);
            assignment.forEach((subtask, splits) -> {
                splits.forEach(split -> tracker.assigned(split.shardId(), subtask));
                readersTold.remove(subtask);
            });
            context.assignSplits(new SplitsAssignment<>(assignment));
        }
        acknowledgeEnds();
        tellReadersWithoutShards(readers.keySet());
    }

    private void acknowledgeEnds() {
        tracker.holdingWatermarks().forEach((shardId, reader) -> {
            if (tracker.isSuccessionKnown(shardId) && tracker.areChildrenProvidedFor(shardId)) {
                context.sendEventToSourceReader(reader, new ShardEndAcknowledgedEvent(shardId));
                tracker.released(shardId);
            }
        });
    }

    private void tellReadersWithoutShards(Set<Integer> readers) {
        Map<Integer, Set<KinesisShardSplit>> byReader = tracker.byReader();
        for (int reader : readers) {
            if (!byReader.containsKey(reader) && readersTold.add(reader)) {
                context.sendEventToSourceReader(reader, new NothingToReadEvent());
            }
        }
    }

    @Override
    public KinesisStreamsSourceEnumeratorState snapshotState(long checkpointId) {
        tracker.snapshotTaken(checkpointId);
        checkpoint.began(checkpointId);
        return new KinesisStreamsSourceEnumeratorState(firstStarted, discovered, tracker.snapshot());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        tracker.checkpointComplete(checkpointId);
        checkpoint.ended(checkpointId);
        assign();
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) {
        checkpoint.ended(checkpointId);
        assign();
    }

    @Override
    public void close() {
        proxy.close();
    }

    private record AssignerContext(
            Map<Integer, Set<KinesisShardSplit>> getCurrentSplitAssignment,
            Map<Integer, List<KinesisShardSplit>> getPendingSplitAssignments,
            Map<Integer, ReaderInfo> getRegisteredReaders)
            implements KinesisShardAssigner.Context {}
}
