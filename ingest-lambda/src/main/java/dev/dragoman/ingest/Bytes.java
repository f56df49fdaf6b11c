package dev.dragoman.ingest;

import java.nio.charset.StandardCharsets;

/** Measures messages. */
final class Bytes {

    /** No character has more bytes in UTF-8, counted by UTF-16 unit. */
    private static final int MOST_OF_A_CHARACTER = 3;

    private Bytes() {}

    /** Whether a text has more than so many bytes in UTF-8. */
    static boolean isMoreThan(String text, int bytes) {
        if (text.length() > bytes) {
            return true;
        }
        return text.length() > bytes / MOST_OF_A_CHARACTER && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
