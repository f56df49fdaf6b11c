package dev.dragoman.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes session ids that can be said across a room: adjective, noun and three digits, for example
 * {@code golden-eagle-427}. The words are short, common and hard to confuse; some seventy million ids.
 * As safe for use by many threads as its source of randomness.
 */
final class SessionIds {

    private static final int NUMBERS = 1_000;

    private final List<String> adjectives = words("adjectives.txt");
    private final List<String> nouns = words("nouns.txt");
    private final RandomGenerator random;

    /**
     * @param random what ids are drawn from; unpredictable where guessing an id must be hard
     */
    SessionIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new id; the caller sees to it that it is unique. */
    String next() {
        return String.format(Locale.ROOT, "%s-%s-%03d", oneOf(adjectives), oneOf(nouns), random.nextInt(NUMBERS));
    }

    private String oneOf(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    static List<String> words(String resource) {
        try (InputStream in = SessionIds.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
