package dev.dragoman.local.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * An opaque string that a client hands back: a shard iterator, or the token of the next page. It carries what
 * the endpoint must know again, so nothing is kept for it, and the time it was made.
 */
final class Token {

    private static final char BETWEEN = '\n';

    private Token() {}

    static String write(Clock clock, String kind, String... fields) {
        StringBuilder text = new StringBuilder(kind).append(BETWEEN).append(clock.millis());
        for (String field : fields) {
            text.append(BETWEEN).append(field);
        }
        return Base64.getUrlEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What a token holds, and whether it has outlived its validity. */
    record Content(List<String> fields, boolean expired) {}

    /**
     * Reads a token of a kind with this many fields.
     *
     * @throws KinesisError InvalidArgumentException if this endpoint never made it
     */
    static Content read(Clock clock, String kind, int fields, Duration validity, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(String.valueOf(BETWEEN), -1));
            if (parts.size() == fields + 2 && parts.get(0).equals(kind)) {
                Instant made = Instant.ofEpochMilli(Long.parseLong(parts.get(1)));
                return new Content(
                        parts.subList(2, parts.size()), clock.instant().isAfter(made.plus(validity)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid(kind);
        }
        throw invalid(kind);
    }

    private static KinesisError invalid(String kind) {
        return KinesisError.invalidArgument("Invalid " + kind + ".");
    }
}
