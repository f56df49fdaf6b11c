package dev.dragoman.job.kinesis.source.reader;

import dev.dragoman.job.kinesis.source.proxy.ShardRecords;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The moment up to which everything put into one shard has been read, from what its answers say.
 *
 * <p>An answer with nothing behind it says so for the moment of its request, but only if the shard was
 * still open then: at a closed shard's end the records of that time lie in its children, which nobody
 * has read. An answer without records that has an iterator is proof by itself, since at the end of a
 * closed shard there is none; for one with records the next answer is.
 */
final class CaughtUp {

    /** The moment of a request that read everything, if the shard was open. */
    private @Nullable Long unproven;

    /** What an answer proves of the answer before it: a moment that lies before the new records. */
    OptionalLong before(ShardRecords answer) {
        Long moment = unproven;
        unproven = null;
        boolean wasOpen = !answer.records().isEmpty() || answer.nextShardIterator() != null;
        return moment != null && wasOpen ? OptionalLong.of(moment) : OptionalLong.empty();
    }

    /** What an answer proves by itself: a moment that lies after its records. To be asked after {@link #before}. */
    OptionalLong after(ShardRecords answer, long askedMillis) {
        if (answer.millisBehindLatest() > 0 || answer.nextShardIterator() == null) {
            return OptionalLong.empty();
        }
        if (answer.records().isEmpty()) {
            return OptionalLong.of(askedMillis);
        }
        unproven = askedMillis;
        return OptionalLong.empty();
    }
}
