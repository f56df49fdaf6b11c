package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.config.Backoff;
import dev.dragoman.job.kinesis.source.proxy.ShardRecords;
import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Where one shard stands between requests: at most one is under way, the next is due when the last was
 * answered and its pause is over. The position moves only when an answer is in, so a request that
 * failed, expired or was lost is made again at the same place.
 *
 * <p>Knows no threads and no clock; used by the fetcher thread. Times are {@link System#nanoTime}'s.
 */
final class PolledShard {

    /** How often to ask. */
    record Pace(Duration caughtUp, Duration behind, Backoff backoff) {}

    private final String shardId;
    private final Pace pace;
    private final RandomGenerator random;

    private final CaughtUp caughtUp = new CaughtUp();

    /** After the last record of the last answer. */
    private StartingPosition position;

    /** Where to ask next, or null: an iterator is to be got first. */
    private @Nullable String iterator;

    private boolean asking;
    private boolean paused;
    private boolean ended;

    /** Failures since the last records were answered. */
    private int failures;

    private long notBefore;
    private long askedAt;

    PolledShard(KinesisShardSplit split, Pace pace, RandomGenerator random, long now) {
        this.shardId = split.shardId();
        this.position = split.startingPosition();
        this.pace = pace;
        this.random = random;
        this.notBefore = now;
    }

    String shardId() {
        return shardId;
    }

    StartingPosition position() {
        return position;
    }

    @Nullable
    String iterator() {
        return iterator;
    }

    CaughtUp caughtUp() {
        return caughtUp;
    }

    boolean isEnded() {
        return ended;
    }

    int failures() {
        return failures;
    }

    void pause(boolean pause) {
        paused = pause;
    }

    /** Nanoseconds until a request is due; none will be by itself: {@link Long#MAX_VALUE}. */
    long nanosUntilDue(long now) {
        return asking || paused || ended ? Long.MAX_VALUE : Math.max(0, notBefore - now);
    }

    /** A request is made. */
    void asked(long now) {
        asking = true;
        askedAt = now;
    }

    /** An iterator is there: ask for records at once. */
    void iteratorGot(String got) {
        asking = false;
        iterator = got;
    }

    /** Records are there. */
    void answered(ShardRecords answer) {
        asking = false;
        failures = 0;
        List<Record> records = answer.records();
        if (!records.isEmpty()) {
            position = StartingPosition.continueFromSequenceNumber(
                    records.get(records.size() - 1).sequenceNumber());
        }
        iterator = answer.nextShardIterator();
        ended = iterator == null;
        Duration interval = answer.millisBehindLatest() > 0 ? pace.behind() : pace.caughtUp();
        notBefore = askedAt + interval.toNanos();
    }

    /** The iterator is too old: get another at the same place. At once, unless it happens again and again. */
    void expired(long now) {
        asking = false;
        iterator = null;
        if (failures++ > 0) {
            notBefore = now + pace.backoff().nanos(failures - 1, random);
        }
    }

    /** The request failed and may succeed later. */
    void failed(long now) {
        asking = false;
        failures++;
        notBefore = now + pace.backoff().nanos(failures, random);
    }

    /** The stream holds nothing of the shard any more. */
    void gone() {
        asking = false;
        ended = true;
    }
}
