package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorState.Shard;
import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The family of shards and who reads whom. A shard may be assigned once none of its parents is known
 * to be unread; a parent that is not known was trimmed, or lies before the start.
 *
 * <p>When readers fail, their shards go back to what the checkpoint says: those assigned since are
 * given back by Flink, all others are reported by the readers when they come back, and a shard that
 * had been finished since is unfinished again, so that its children wait again. A report of a shard
 * that meanwhile another reader has is stale and ignored.
 *
 * <p>Used by the coordinator thread.
 */
final class ShardTracker {

    private final String streamArn;

    /** By shard id, in the order in which shards came to be. */
    private final Map<String, Tracked> shards = new TreeMap<>();

    ShardTracker(String streamArn, Collection<Shard> known) {
        this.streamArn = streamArn;
        for (Shard shard : known) {
            Tracked tracked = new Tracked(shard.split(), shard.status());
            tracked.awaited = shard.status() == ShardStatus.ASSIGNED;
            shards.put(shard.split().shardId(), tracked);
        }
    }

    List<Shard> snapshot() {
        return shards.values().stream()
                .map(tracked -> new Shard(tracked.split, tracked.status))
                .toList();
    }

    // ---- Shards come and go

    /** The shards at the start: those still to be read, and all. */
    void begin(Collection<ShardDescription> toRead, Collection<ShardDescription> all, StartingPosition position) {
        toRead.forEach(shard -> addIfNew(shard, position, ShardStatus.PENDING));
        all.forEach(shard -> addIfNew(shard, position, ShardStatus.FINISHED));
        noteListed(all);
    }

    /** A listing after the start: new shards are read from their start, those trimmed are forgotten. */
    void listed(Collection<ShardDescription> all) {
        Set<String> ancestors = ancestorsOfKnown(all);
        for (ShardDescription shard : all) {
            // A parent of a shard that is known, yet not known itself, was finished and forgotten.
            addIfNew(
                    shard,
                    StartingPosition.fromStart(),
                    ancestors.contains(shard.shardId()) ? ShardStatus.FINISHED : ShardStatus.PENDING);
        }
        Set<String> listed = noteListed(all);
        shards.forEach((id, tracked) -> tracked.trimmed = !listed.contains(id));
        shards.values()
                .removeIf(tracked -> tracked.status == ShardStatus.FINISHED
                        && !tracked.holdsWatermark
                        && tracked.wasListed
                        && !listed.contains(tracked.split.shardId()));
    }

    /**
     * Shards that go on where one ended, as its reader was told. One that has another parent, of which
     * nothing is known here, is left to the next listing: it would seem to wait for nobody.
     */
    void addChildren(Collection<ShardDescription> children) {
        children.stream()
                .filter(child -> shards.keySet().containsAll(child.parentShardIds()))
                .forEach(child -> addIfNew(child, StartingPosition.fromStart(), ShardStatus.PENDING));
    }

    private void addIfNew(ShardDescription shard, StartingPosition position, ShardStatus status) {
        shards.computeIfAbsent(
                shard.shardId(),
                id -> new Tracked(
                        new KinesisShardSplit(
                                streamArn,
                                id,
                                position,
                                shard.parentShardIds(),
                                shard.startingHashKey(),
                                shard.endingHashKey(),
                                false),
                        status));
    }

    private Set<String> noteListed(Collection<ShardDescription> all) {
        Set<String> listed = all.stream().map(ShardDescription::shardId).collect(Collectors.toSet());
        shards.forEach((id, tracked) -> tracked.wasListed |= listed.contains(id));
        return listed;
    }

    private Set<String> ancestorsOfKnown(Collection<ShardDescription> all) {
        Map<String, ShardDescription> byId =
                all.stream().collect(Collectors.toMap(ShardDescription::shardId, shard -> shard, (a, b) -> a));
        Set<String> ancestors = new HashSet<>();
        Deque<String> next = new ArrayDeque<>();
        shards.values().forEach(tracked -> next.addAll(tracked.split.parentShardIds()));
        while (!next.isEmpty()) {
            String parent = next.remove();
            ShardDescription description = byId.get(parent);
            if (ancestors.add(parent) && description != null) {
                next.addAll(description.parentShardIds());
            }
        }
        return ancestors;
    }

    // ---- Shards are read

    /** Those that no reader has and whose parents are all read. */
    List<KinesisShardSplit> assignable() {
        return shards.values().stream()
                .filter(tracked -> tracked.status == ShardStatus.PENDING && isUnblocked(tracked))
                .map(tracked -> tracked.split)
                .toList();
    }

    /**
     * Whether a reader may go on with a shard now. On the reader of all its parents, it may at once. On
     * another, what a parent's reader emitted may still be on its way to the next operator, and be
     * overtaken: then only when that is settled.
     */
    boolean mayGoOn(KinesisShardSplit child, int reader, Predicate<Long> isLongAgo) {
        return child.parentShardIds().stream().allMatch(parentId -> {
            Tracked parent = shards.get(parentId);
            return parent == null || parent.isOf(reader) || parent.settled || isLongAgo.test(parent.endedMillis);
        });
    }

    /** A checkpoint of the enumerator: ends up to now are in it. */
    void snapshotTaken(long checkpointId) {
        for (Tracked tracked : shards.values()) {
            if (tracked.status == ShardStatus.FINISHED && tracked.endedInCheckpoint == null) {
                tracked.endedInCheckpoint = checkpointId;
            }
        }
    }

    /** A checkpoint is complete: all that was emitted before an end in it has been processed. */
    void checkpointComplete(long checkpointId) {
        for (Tracked tracked : shards.values()) {
            tracked.settled |= tracked.endedInCheckpoint != null && tracked.endedInCheckpoint <= checkpointId;
        }
    }

    private boolean isUnblocked(Tracked tracked) {
        return tracked.split.parentShardIds().stream().noneMatch(parentId -> {
            Tracked parent = shards.get(parentId);
            return parent != null && parent.status != ShardStatus.FINISHED;
        });
    }

    void assigned(String shardId, int subtask) {
        Tracked tracked = known(shardId);
        tracked.status = ShardStatus.ASSIGNED;
        tracked.owner = subtask;
        tracked.awaited = false;
    }

    /**
     * A reader emitted everything of a shard and holds its watermark.
     *
     * @return false: the shard is not that reader's, the news is from before a failure
     */
    boolean ended(String shardId, int subtask, long nowMillis) {
        Tracked tracked = shards.get(shardId);
        if (tracked == null || tracked.status != ShardStatus.ASSIGNED || !tracked.isOf(subtask)) {
            return false;
        }
        tracked.status = ShardStatus.FINISHED;
        tracked.settled = false;
        tracked.endedMillis = nowMillis;
        tracked.holdsWatermark = true;
        return true;
    }

    /** Whether the shards are known that go on where one ended, or none is to be expected. */
    boolean isSuccessionKnown(String shardId) {
        return known(shardId).trimmed
                || shards.values().stream()
                        .anyMatch(tracked -> tracked.split.parentShardIds().contains(shardId));
    }

    /** Whether all of a shard's known children are with readers or wait for another parent. */
    boolean areChildrenProvidedFor(String shardId) {
        return shards.values().stream()
                .filter(tracked -> tracked.split.parentShardIds().contains(shardId))
                .noneMatch(tracked -> tracked.status == ShardStatus.PENDING && isUnblocked(tracked));
    }

    /** Ended shards whose readers hold their watermark, with their readers. */
    Map<String, Integer> holdingWatermarks() {
        Map<String, Integer> holding = new TreeMap<>();
        shards.forEach((id, tracked) -> {
            if (tracked.holdsWatermark && tracked.owner != null) {
                holding.put(id, tracked.owner);
            }
        });
        return holding;
    }

    void released(String shardId) {
        known(shardId).holdsWatermark = false;
    }

    /** Shards by reader, with those that ended and hold the watermark. */
    Map<Integer, Set<KinesisShardSplit>> byReader() {
        Map<Integer, Set<KinesisShardSplit>> byReader = new HashMap<>();
        for (Tracked tracked : shards.values()) {
            if (tracked.owner != null && (tracked.status == ShardStatus.ASSIGNED || tracked.holdsWatermark)) {
                byReader.computeIfAbsent(tracked.owner, reader -> new LinkedHashSet<>())
                        .add(tracked.split);
            }
        }
        return byReader;
    }

    // ---- Readers fail and come back

    /** A reader goes back to a checkpoint, after which it had been given {@code givenBack}. */
    void readerReset(int subtask, Collection<KinesisShardSplit> givenBack) {
        for (Tracked tracked : shards.values()) {
            if (tracked.isOf(subtask)) {
                tracked.holdsWatermark = false;
                tracked.awaited = tracked.status == ShardStatus.ASSIGNED;
            }
        }
        for (KinesisShardSplit split : givenBack) {
            Tracked tracked = shards.get(split.shardId());
            if (tracked == null || tracked.isOf(subtask)) {
                shards.put(split.shardId(), new Tracked(split, ShardStatus.PENDING));
            }
        }
    }

    /** A reader that came back says what its checkpoint has. */
    void reported(KinesisShardSplit split, int subtask) {
        Tracked tracked = shards.get(split.shardId());
        if (tracked == null || tracked.owner == null || tracked.isOf(subtask)) {
            shards.put(
                    split.shardId(), new Tracked(split, split.finished() ? ShardStatus.FINISHED : ShardStatus.PENDING));
        }
    }

    /** Shards that readers should have reported; none once all readers are back. */
    Set<String> awaited() {
        Predicate<Tracked> awaited = tracked -> tracked.awaited;
        return shards.values().stream()
                .filter(awaited)
                .map(tracked -> tracked.split.shardId())
                .collect(Collectors.toSet());
    }

    private Tracked known(String shardId) {
        Tracked tracked = shards.get(shardId);
        if (tracked == null) {
            throw new IllegalStateException(shardId + " is not known");
        }
        return tracked;
    }

    private static final class Tracked {
        final KinesisShardSplit split;
        ShardStatus status;

        /** Who has it, or had it when it ended; null since a restart of the enumerator. */
        @Nullable
        Integer owner;

        /** Ended, and its reader has not been told that this is known. */
        boolean holdsWatermark;

        /** The first checkpoint of the enumerator that knew of the end. */
        @Nullable
        Long endedInCheckpoint;

        /** Ended, and nothing of it is on its way between operators. So are shards that nobody here read. */
        boolean settled = true;

        /** When it ended. */
        long endedMillis;

        /** Assigned before a restart, and not yet reported. */
        boolean awaited;

        /** Seen in a listing: missing in a later one means trimmed. */
        boolean wasListed;

        /** Missing in the last listing. */
        boolean trimmed;

        Tracked(KinesisShardSplit split, ShardStatus status) {
            this.split = split;
            this.status = status;
        }

        boolean isOf(int subtask) {
            return owner != null && owner == subtask;
        }
    }
}
