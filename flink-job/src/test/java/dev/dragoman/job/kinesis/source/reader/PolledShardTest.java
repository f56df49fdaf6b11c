package dev.dragoman.job.kinesis.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.kinesis.source.config.Backoff;
import dev.dragoman.job.kinesis.source.proxy.ShardRecords;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;

class PolledShardTest {

    private static final long START = 1_000;
    private static final long CAUGHT_UP = Duration.ofMillis(200).toNanos();
    private static final long BACKOFF = Duration.ofMillis(100).toNanos();

    private final PolledShard shard = new PolledShard(
            new KinesisShardSplit("arn", "shard", StartingPosition.fromStart(), Set.of(), "0", "9", false),
            new PolledShard.Pace(
                    Duration.ofNanos(CAUGHT_UP),
                    Duration.ZERO,
                    new Backoff(Duration.ofNanos(BACKOFF), Duration.ofNanos(4 * BACKOFF))),
            new SplittableRandom(1),
            START);

    @BeforeEach
    void getAnIterator() {
        assertThat(shard.nanosUntilDue(START)).isZero();
        shard.asked(START);
        shard.iteratorGot("iterator 0");
    }

    @Test
    void asksOneThingAtATime() {
        // Given
        assertThat(shard.nanosUntilDue(START)).isZero();

        // When
        shard.asked(START);

        // Then
        assertThat(shard.nanosUntilDue(START + CAUGHT_UP)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void asksAgainAtOnceWhenBehind() {
        shard.asked(START);
        shard.answered(answer("iterator 1", 5, "1", "2"));

        assertThat(shard.nanosUntilDue(START)).isZero();
        assertThat(shard.iterator()).isEqualTo("iterator 1");
        assertThat(shard.position()).isEqualTo(StartingPosition.continueFromSequenceNumber("2"));
    }

    @Test
    void keepsToFiveRequestsASecondWhenCaughtUp() {
        // Given: the answer took a while, which counts
        shard.asked(START);
        shard.answered(answer("iterator 1", 0, "1"));

        assertThat(shard.nanosUntilDue(START + CAUGHT_UP / 2)).isEqualTo(CAUGHT_UP / 2);
        assertThat(shard.nanosUntilDue(START + CAUGHT_UP)).isZero();
    }

    @Test
    void waitsLongerWithEachFailureAndKeepsItsPlace() {
        // Given
        shard.asked(START);
        shard.answered(answer("iterator 1", 5, "1"));

        // When
        long[] waits = new long[6];
        for (int i = 0; i < waits.length; i++) {
            shard.asked(START);
            shard.failed(START);
            waits[i] = shard.nanosUntilDue(START);
        }

        // Then
        assertThat(waits[0]).isBetween(BACKOFF / 2, BACKOFF);
        assertThat(waits[1]).isBetween(BACKOFF, 2 * BACKOFF);
        assertThat(waits[5]).isBetween(2 * BACKOFF, 4 * BACKOFF);
        assertThat(shard.iterator()).isEqualTo("iterator 1");
        assertThat(shard.position()).isEqualTo(StartingPosition.continueFromSequenceNumber("1"));
    }

    @Test
    void forgetsFailuresOnceItIsAnswered() {
        shard.asked(START);
        shard.failed(START);
        shard.asked(START);
        shard.answered(answer("iterator 1", 5));

        assertThat(shard.failures()).isZero();
    }

    @Test
    void getsANewIteratorAtItsPlaceWhenOneExpired() {
        // Given
        shard.asked(START);
        shard.answered(answer("iterator 1", 5, "1"));

        // When
        shard.asked(START);
        shard.expired(START);

        // Then
        assertThat(shard.iterator()).isNull();
        assertThat(shard.position()).isEqualTo(StartingPosition.continueFromSequenceNumber("1"));
        assertThat(shard.nanosUntilDue(START)).isZero();
    }

    @Test
    void waitsWhenIteratorsExpireAgainAndAgain() {
        shard.asked(START);
        shard.expired(START);
        shard.asked(START);
        shard.expired(START);

        assertThat(shard.nanosUntilDue(START)).isPositive();
    }

    @Test
    void asksNothingWhilePausedOrAfterItsEnd() {
        shard.pause(true);
        assertThat(shard.nanosUntilDue(START)).isEqualTo(Long.MAX_VALUE);
        shard.pause(false);
        assertThat(shard.nanosUntilDue(START)).isZero();

        shard.asked(START);
        shard.answered(answer(null, 0, "1"));
        assertThat(shard.isEnded()).isTrue();
        assertThat(shard.nanosUntilDue(START)).isEqualTo(Long.MAX_VALUE);
    }

    static ShardRecords answer(String next, long behind, String... sequenceNumbers) {
        List<Record> records = List.of(sequenceNumbers).stream()
                .map(number -> Record.builder().sequenceNumber(number).build())
                .toList();
        return new ShardRecords(records, next, behind, List.of());
    }
}
