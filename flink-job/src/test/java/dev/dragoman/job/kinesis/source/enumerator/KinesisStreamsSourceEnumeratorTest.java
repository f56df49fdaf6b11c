package dev.dragoman.job.kinesis.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.job.kinesis.ManualClock;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions.InitialPosition;
import dev.dragoman.job.kinesis.source.enumerator.KinesisStreamsSourceEnumeratorState.Shard;
import dev.dragoman.job.kinesis.source.enumerator.assigner.ShardAssignerFactory;
import dev.dragoman.job.kinesis.source.event.NothingToReadEvent;
import dev.dragoman.job.kinesis.source.event.ShardEndAcknowledgedEvent;
import dev.dragoman.job.kinesis.source.event.ShardEndedEvent;
import dev.dragoman.job.kinesis.source.proxy.FakeKinesisStream;
import dev.dragoman.job.kinesis.source.proxy.ShardDescription;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KinesisStreamsSourceEnumeratorTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final FakeKinesisStream stream = new FakeKinesisStream("enumerator", 2, clock);
    private final List<String> shards = stream.openShards();
    private final Configuration config = new Configuration();
    private TestEnumeratorContext context = new TestEnumeratorContext(2);
    private KinesisStreamsSourceEnumerator enumerator;

    KinesisStreamsSourceEnumeratorTest() {
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.TRIM_HORIZON);
        config.set(AWSConfigOptions.RETRY_STRATEGY_MIN_DELAY_OPTION, Duration.ofMillis(1));
        config.set(AWSConfigOptions.RETRY_STRATEGY_MAX_DELAY_OPTION, Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void assignsEachShardOnceAndOnlyWhenAllReadersAreThere() {
        // Given
        start(null);
        register(0);
        assertThat(context.sent).isEmpty();

        // When
        register(1);

        // Then
        assertThat(ids(0)).containsExactly(shards.get(0));
        assertThat(ids(1)).containsExactly(shards.get(1));
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();
    }

    @Test
    void tellsReadersThatHaveNothingToRead() {
        // Given
        context = new TestEnumeratorContext(4);

        // When
        startWithAllReaders(null);

        // Then
        assertThat(ids(0)).hasSize(1);
        assertThat(context.takeSent(1)).containsExactly(new NothingToReadEvent());
        assertThat(ids(2)).hasSize(1);
        assertThat(context.takeSent(3)).containsExactly(new NothingToReadEvent());
    }

    @Test
    void assignsChildrenAfterTheirParentsEndToItsReaderAndThenAcknowledges() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        List<String> children = stream.split(shards.get(0));
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();

        // When
        end(0, shards.get(0));

        // Then
        List<Object> sent = context.takeSent(0);
        assertThat(sent.subList(0, 2)).extracting("shardId").containsExactlyInAnyOrderElementsOf(children);
        assertThat(sent.subList(2, 3)).containsExactly(new ShardEndAcknowledgedEvent(shards.get(0)));
        assertThat(context.sent).isEmpty();
    }

    @Test
    void findsChildrenAtOnceThatTheEndDidNotName() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        List<String> children = stream.split(shards.get(0));

        // When
        end(0, shards.get(0));
        assertThat(context.sent).isEmpty();
        context.runCalls();

        // Then
        assertThat(ids(0)).containsExactlyInAnyOrderElementsOf(children);
    }

    /** The child is named before one of its parents is known, which is the other reader's shard's child. */
    @Test
    void aMergedShardWaitsForAParentThatIsNotKnownYet() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        List<String> halves = stream.split(shards.get(0));
        String merged = stream.merge(halves.get(1), shards.get(1));

        // When
        enumerator.handleSourceEvent(1, new ShardEndedEvent(shards.get(1), describe(merged)));
        context.runCalls();

        // Then
        assertThat(context.takeSent(1))
                .containsExactly(new ShardEndAcknowledgedEvent(shards.get(1)), new NothingToReadEvent());
        assertThat(known()).containsEntry(halves.get(1), ShardStatus.PENDING);

        // When
        enumerator.snapshotState(100);
        enumerator.notifyCheckpointComplete(100);
        enumerator.handleSourceEvent(0, new ShardEndedEvent(shards.get(0), describe(halves.toArray(String[]::new))));
        assertThat(ids(0)).containsExactlyElementsOf(halves);
        enumerator.handleSourceEvent(0, new ShardEndedEvent(halves.get(1), describe(merged)));

        // Then
        assertThat(ids(0)).containsExactly(merged);
    }

    private List<ShardDescription> describe(String... shardIds) {
        return stream.proxy().listShards(stream.arn(), null).join().stream()
                .filter(shard -> List.of(shardIds).contains(shard.shardId()))
                .toList();
    }

    @Test
    void listsAgainUntilTheChildrenShowUp() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();

        // When the end is known and the listing does not show it yet
        end(0, shards.get(0));
        context.runCall();
        context.runCall();
        assertThat(context.sent).isEmpty();
        List<String> children = stream.split(shards.get(0));
        context.runCalls();

        // Then
        assertThat(ids(0)).containsExactlyInAnyOrderElementsOf(children);
    }

    @Test
    void aTrimmedShardWithoutChildrenHoldsNoWatermark() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        stream.trim(shards.get(0));

        // When
        end(0, shards.get(0));
        context.runCalls();

        // Then
        assertThat(context.takeSent(0))
                .containsExactly(new ShardEndAcknowledgedEvent(shards.get(0)), new NothingToReadEvent());
    }

    @Test
    void readsChildrenFromTheirStart() {
        // Given
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.LATEST);
        startWithAllReaders(null);
        context.sent.clear();
        stream.split(shards.get(0));

        // When
        end(0, shards.get(0));
        context.runCalls();

        // Then
        assertThat(splits(0))
                .hasSize(2)
                .allMatch(split -> split.startingPosition().equals(StartingPosition.fromStart()));
    }

    @Test
    void aMergedShardOfTwoReadersWaitsForBothAndForACheckpoint() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        String child = stream.merge(shards.get(0), shards.get(1));
        context.runPeriodicCalls();

        // When one parent ends
        end(0, shards.get(0));

        // Then its reader may forget it, and nobody reads the child
        assertThat(context.takeSent(0))
                .containsExactly(new ShardEndAcknowledgedEvent(shards.get(0)), new NothingToReadEvent());

        // When the other ends
        end(1, shards.get(1));

        // Then its reader holds the watermark, for the first one's records may still be on their way
        assertThat(context.sent).isEmpty();

        // When a checkpoint from before is completed
        enumerator.notifyCheckpointComplete(1);
        assertThat(context.sent).isEmpty();

        // When one from after is
        enumerator.snapshotState(2);
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();
        enumerator.notifyCheckpointComplete(2);

        // Then
        assertThat(context.takeSent(1))
                .extracting(Object::getClass)
                .isEqualTo(List.of(KinesisShardSplit.class, ShardEndAcknowledgedEvent.class));
        assertThat(context.sent).isEmpty();
        assertThat(child).isNotNull();
    }

    @Test
    void aMergedShardDoesNotWaitForEverWithoutCheckpoints() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        String child = stream.merge(shards.get(0), shards.get(1));
        context.runPeriodicCalls();
        end(0, shards.get(0));
        end(1, shards.get(1));
        context.sent.clear();

        // When
        clock.advance(
                KinesisSourceConfigOptions.SHARD_HANDOVER_WAIT.defaultValue().toMillis());
        context.runPeriodicCalls();

        // Then
        assertThat(ids(1)).containsExactly(child);
    }

    /** Flink would hold it back and, should a task fail now, lose it. */
    @Test
    void sendsNothingWhileACheckpointIsUnderway() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        List<String> children = stream.split(shards.get(0));
        enumerator.snapshotState(1);

        // When
        end(0, shards.get(0));
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();
        enumerator.notifyCheckpointAborted(1);

        // Then
        assertThat(ids(0)).containsExactlyInAnyOrderElementsOf(children);
    }

    @Test
    void sendsAtLastThoughACheckpointSeemsToBeUnderway() {
        // Given
        startWithAllReaders(null);
        context.sent.clear();
        List<String> children = stream.split(shards.get(0));
        enumerator.snapshotState(1);
        end(0, shards.get(0));

        // When
        clock.advance(
                KinesisSourceConfigOptions.SHARD_HANDOVER_WAIT.defaultValue().toMillis());
        context.runPeriodicCalls();

        // Then
        assertThat(ids(0)).containsExactlyInAnyOrderElementsOf(children);
    }

    @Test
    void latestIsTheFirstStartThroughRestarts() {
        // Given
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.LATEST);
        start(null);
        KinesisStreamsSourceEnumeratorState early = enumerator.snapshotState(1);

        // When
        clock.advance(60_000);
        context = new TestEnumeratorContext(2);
        startWithAllReaders(early);

        // Then
        assertThat(Stream.concat(splits(0).stream(), splits(1).stream()))
                .hasSize(2)
                .allMatch(split -> split.startingPosition().equals(StartingPosition.fromTimestamp(NOW)));
    }

    @Test
    void latestLeavesOutWhatWasClosedBefore() {
        // Given
        config.set(KinesisSourceConfigOptions.STREAM_INITIAL_POSITION, InitialPosition.LATEST);
        stream.split(shards.get(0));
        clock.advance(1);

        // When
        startWithAllReaders(null);
        Set<String> assigned = Stream.concat(ids(0).stream(), ids(1).stream()).collect(Collectors.toSet());

        // Then
        assertThat(assigned).containsExactlyInAnyOrderElementsOf(stream.openShards());
        context.runPeriodicCalls();
        assertThat(context.sent).isEmpty();
    }

    @Test
    void trimHorizonReadsClosedShardsBeforeTheirChildren() {
        // Given
        stream.split(shards.get(0));

        // When
        startWithAllReaders(null);

        // Then
        assertThat(ids(0)).containsExactly(shards.get(0));
        assertThat(ids(1)).containsExactly(shards.get(1));
    }

    @Test
    void givesOutAgainWhatReadersReportAfterARestartOfAll() {
        // Given
        startWithAllReaders(null);
        KinesisStreamsSourceEnumeratorState state = enumerator.snapshotState(1);
        KinesisShardSplit first = splits(0).get(0).at(StartingPosition.continueFromSequenceNumber("5"), false);
        KinesisShardSplit second = splits(1).get(0).at(StartingPosition.continueFromSequenceNumber("6"), false);

        // When there is one reader, which has both
        context = new TestEnumeratorContext(1);
        start(state);
        context.register(0, first, second);
        enumerator.addReader(0);

        // Then
        assertThat(splits(0)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aShardThatEndedUnacknowledgedBeforeARestartIsFinishedAndItsChildrenAreAssigned() {
        // Given: the reader's checkpoint knows of the end, the enumerator's does not
        startWithAllReaders(null);
        KinesisStreamsSourceEnumeratorState state = enumerator.snapshotState(1);
        KinesisShardSplit ended = splits(0).get(0).at(StartingPosition.continueFromSequenceNumber("5"), true);
        KinesisShardSplit other = splits(1).get(0);
        List<String> children = stream.split(shards.get(0));

        // When
        context = new TestEnumeratorContext(1);
        start(state);
        context.register(0, ended, other);
        enumerator.addReader(0);
        context.runCalls();

        // Then
        assertThat(ids(0)).contains(shards.get(1)).containsAll(children).doesNotContain(shards.get(0));
    }

    @Test
    void afterATasksFailureChildrenWaitAgainForAParentThatIsUnreadAgain() {
        // Given: a checkpoint in the middle of the parent, after which it ended and its children were assigned
        startWithAllReaders(null);
        KinesisShardSplit parent = splits(0).get(0).at(StartingPosition.continueFromSequenceNumber("5"), false);
        KinesisShardSplit other = splits(1).get(0);
        List<String> children = stream.split(shards.get(0));
        end(0, shards.get(0));
        context.runCalls();
        List<KinesisShardSplit> givenBack = splits(0);
        assertThat(givenBack).hasSize(2);
        context.sent.clear();

        // When
        context.unregister(0);
        context.unregister(1);
        enumerator.addSplitsBack(givenBack, 0);
        enumerator.addSplitsBack(List.of(), 1);
        register(0, parent);
        assertThat(context.sent).isEmpty();
        register(1, other);

        // Then
        assertThat(splits(0)).containsExactly(parent);
        assertThat(splits(1)).containsExactly(other);

        // When it ends again
        end(0, shards.get(0));

        // Then
        assertThat(ids(0)).containsExactlyInAnyOrderElementsOf(children);
    }

    @Test
    void newsFromBeforeAFailureIsIgnored() {
        // Given
        startWithAllReaders(null);
        KinesisShardSplit first = splits(0).get(0);
        context.unregister(0);
        enumerator.addSplitsBack(List.of(first), 0);
        stream.split(shards.get(0));

        // When
        end(0, shards.get(0));
        register(0);
        context.runPeriodicCalls();

        // Then
        assertThat(ids(0)).containsExactly(shards.get(0));
    }

    @Test
    void aReaderThatReportsWhatAnotherHasByNowIsIgnored() {
        // Given: after a restart, reader 1 got what reader 0's checkpoint had
        startWithAllReaders(null);
        KinesisStreamsSourceEnumeratorState state = enumerator.snapshotState(1);
        KinesisShardSplit first = splits(0).get(0);
        KinesisShardSplit second = splits(1).get(0);
        context = new TestEnumeratorContext(2);
        start(state);
        register(0, second);
        register(1, first);
        assertThat(splits(0)).containsExactly(first);
        assertThat(splits(1)).containsExactly(second);

        // When reader 0 alone goes back to the same checkpoint
        context.unregister(0);
        enumerator.addSplitsBack(List.of(first), 0);
        register(0, second);

        // Then
        assertThat(splits(0)).containsExactly(first);
        assertThat(splits(1)).isEmpty();
    }

    @Test
    void failsWhenAReadersCheckpointLacksAShard() {
        // Given
        startWithAllReaders(null);
        KinesisStreamsSourceEnumeratorState state = enumerator.snapshotState(1);

        // When
        context = new TestEnumeratorContext(1);
        start(state);
        context.register(0);

        // Then
        assertThatThrownBy(() -> enumerator.addReader(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(shards.get(0));
    }

    @Test
    void forgetsWhatTheStreamHasTrimmedAndDoesNotReadItAgainShouldItReappear() {
        // Given
        startWithAllReaders(null);
        stream.split(shards.get(0));
        end(0, shards.get(0));
        context.runCalls();
        context.runPeriodicCalls();
        context.sent.clear();

        // When
        stream.failNext(1, Reason.TRY_LATER);
        context.runPeriodicCalls();
        assertThat(known()).containsKey(shards.get(0));
        stream.trim(shards.get(0));
        context.runPeriodicCalls();

        // Then
        assertThat(known()).doesNotContainKey(shards.get(0)).hasSize(3);
        assertThat(context.sent).isEmpty();
    }

    @Test
    void listsAgainAtTheFirstStartWhenItFails() {
        // Given
        stream.failNext(10, Reason.TRY_LATER);

        // When
        startWithAllReaders(null);

        // Then
        assertThat(ids(0)).hasSize(1);
    }

    @Test
    void failsTheJobWhenListingIsRefusedAtTheFirstStart() {
        stream.failNext(1, Reason.REFUSED);

        assertThatThrownBy(() -> start(null)).hasMessageContaining(stream.arn());
    }

    // ---- Steps

    private void start(KinesisStreamsSourceEnumeratorState state) {
        enumerator = new KinesisStreamsSourceEnumerator(
                context,
                stream.arn(),
                config,
                stream.proxy(),
                ShardAssignerFactory.parentsReaderAssigner(),
                clock,
                state);
        enumerator.start();
        context.runCalls();
    }

    private void startWithAllReaders(KinesisStreamsSourceEnumeratorState state) {
        for (int i = 0; i < context.currentParallelism(); i++) {
            context.register(i);
        }
        start(state);
    }

    private void register(int subtask, KinesisShardSplit... reported) {
        context.register(subtask, reported);
        enumerator.addReader(subtask);
    }

    private void end(int subtask, String shardId) {
        enumerator.handleSourceEvent(subtask, new ShardEndedEvent(shardId, List.of()));
    }

    private Map<String, ShardStatus> known() {
        Map<String, ShardStatus> known = enumerator.snapshotState(99).shards().stream()
                .collect(Collectors.toMap(shard -> shard.split().shardId(), Shard::status));
        enumerator.notifyCheckpointAborted(99);
        return known;
    }

    private List<KinesisShardSplit> splits(int subtask) {
        return context.takeSent(subtask).stream()
                .filter(KinesisShardSplit.class::isInstance)
                .map(KinesisShardSplit.class::cast)
                .toList();
    }

    private List<String> ids(int subtask) {
        return splits(subtask).stream().map(KinesisShardSplit::shardId).toList();
    }
}
