package dev.dragoman.ingest;

import dev.dragoman.protocol.ChunkPlace;
import org.jspecify.annotations.Nullable;

/** The ranges of numbers that speakers give. */
final class Numbers {

    /** As many as the keys in S3 have digits for; at four chunks a second, 289 days. */
    static final int MOST_SEQUENCE = 99_999_999;

    /** As many as the keys in S3 have digits for. */
    static final int MOST_RECORDING = 9_999;

    private Numbers() {}

    /**
     * Passes if a number is in its range.
     *
     * @param more what else is accepted, in words behind the range
     * @throws RefusedException if not
     */
    static void check(String field, int value, int least, int most, String more) throws RefusedException {
        if (value < least || value > most) {
            throw new RefusedException(Refusal.invalid(
                    field, "The field " + field + " was " + value + ".", Math.max(0, least) + " to " + most + more));
        }
    }

    /** The same for a chunk's place, if there is one. */
    static void check(@Nullable ChunkPlace from) throws RefusedException {
        if (from != null) {
            check("from.recording", from.recording(), 0, MOST_RECORDING, "");
            check("from.sequence", from.sequence(), 0, MOST_SEQUENCE, "");
        }
    }
}
