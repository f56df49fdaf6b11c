package dev.dragoman.local.kinesis;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A place in a stream, as Kinesis writes it: 56 digits. One counter counts for all shards of a stream, so a
 * child's numbers are all greater than its parent's.
 */
final class SequenceNumber {

    private static final Pattern ACCEPTED = Pattern.compile("0|4960[0-9]{52}");

    private SequenceNumber() {}

    static String write(long place) {
        return String.format(Locale.ROOT, "4960%052d", place);
    }

    /**
     * The place that a client named.
     *
     * @throws KinesisError InvalidArgumentException if no stream ever gave out such a number
     */
    static long read(String written) {
        if (!ACCEPTED.matcher(written).matches()) {
            throw KinesisError.invalidArgument("The sequence number " + written + " is not valid.");
        }
        try {
            return written.equals("0") ? 0 : Long.parseLong(written.substring(4));
        } catch (NumberFormatException e) {
            throw KinesisError.invalidArgument("The sequence number " + written + " is not valid.");
        }
    }
}
