package dev.dragoman.job.kinesis.source.split;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in a shard to read on. There is none for «latest»: that would be another place after every
 * restart, so the enumerator pins it to a time.
 *
 * @param kind how the place is named
 * @param timestamp the first arrival to read; only with {@link Kind#AT_TIMESTAMP}
 * @param sequenceNumber the last record read; only with {@link Kind#AFTER_SEQUENCE_NUMBER}
 */
public record StartingPosition(
        Kind kind, @Nullable Instant timestamp, @Nullable String sequenceNumber) implements Serializable {

    /** How a place in a shard is named; the names are those of Kinesis. */
    public enum Kind {
        /** The oldest record that the stream still holds. */
        TRIM_HORIZON,
        /** The first record that arrived at a time or later. */
        AT_TIMESTAMP,
        /** The record after a known one. */
        AFTER_SEQUENCE_NUMBER
    }

    public StartingPosition {
        Objects.requireNonNull(kind, "kind");
        if ((kind == Kind.AT_TIMESTAMP) != (timestamp != null)
                || (kind == Kind.AFTER_SEQUENCE_NUMBER) != (sequenceNumber != null)) {
            throw new IllegalArgumentException(kind + " does not go with " + timestamp + ", " + sequenceNumber);
        }
    }

    /** From the oldest record on. */
    public static StartingPosition fromStart() {
        return new StartingPosition(Kind.TRIM_HORIZON, null, null);
    }

    /** From the first record on that arrived at {@code timestamp} or later; Kinesis counts milliseconds. */
    public static StartingPosition fromTimestamp(Instant timestamp) {
        return new StartingPosition(Kind.AT_TIMESTAMP, timestamp.truncatedTo(ChronoUnit.MILLIS), null);
    }

    /** From the record after {@code sequenceNumber} on. */
    public static StartingPosition continueFromSequenceNumber(String sequenceNumber) {
        return new StartingPosition(Kind.AFTER_SEQUENCE_NUMBER, null, sequenceNumber);
    }
}
