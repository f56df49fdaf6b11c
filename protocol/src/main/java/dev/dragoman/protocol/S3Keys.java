package dev.dragoman.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the objects in S3. A key is a function of what the object holds, so that writing again
 * overwrites the same object.
 *
 * <p>Every part is checked before it touches a key: nobody can steer a key with a slash or a dot.
 */
public final class S3Keys {

    /** Shape of a session id: two lower-case words and three digits, for example {@code golden-eagle-427}. */
    public static final Pattern SESSION_ID = Pattern.compile("[a-z]{2,16}-[a-z]{2,16}-[0-9]{3}");

    /** Shape of a language: a BCP 47 tag with an optional region, for example {@code es} or {@code pt-BR}. */
    public static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Z]{2})?");

    private static final Pattern CHUNK = Pattern.compile("sessions/[^/]+/chunks/([0-9]{4,9})/([0-9]{8,9})\\.webm");

    private S3Keys() {}

    /**
     * The key of a chunk.
     *
     * @throws IllegalArgumentException if the session id has another shape or a number is negative
     */
    public static String chunk(String sessionId, int recording, int sequence) {
        requireSessionId(sessionId);
        requireNotNegative("recording", recording);
        requireNotNegative("sequence", sequence);
        return String.format(Locale.ROOT, "sessions/%s/chunks/%04d/%08d.webm", sessionId, recording, sequence);
    }

    /**
     * What the keys of all chunks of a session begin with; in the order of these keys, chunks are in
     * order.
     *
     * @throws IllegalArgumentException if the session id has another shape
     */
    public static String chunks(String sessionId) {
        requireSessionId(sessionId);
        return "sessions/" + sessionId + "/chunks/";
    }

    /** Which chunk a key is of; empty if it is none's. */
    public static Optional<ChunkPlace> chunkPlace(String key) {
        Matcher chunk = CHUNK.matcher(key);
        return chunk.matches()
                ? Optional.of(new ChunkPlace(Integer.parseInt(chunk.group(1)), Integer.parseInt(chunk.group(2))))
                : Optional.empty();
    }

    /**
     * The key of an interpretation's speech.
     *
     * @param mediaStartMillis where its utterance starts, in media time
     * @throws IllegalArgumentException if the session id or the language has another shape or the
     *     time is negative
     */
    public static String speech(String sessionId, String language, long mediaStartMillis) {
        requireSessionId(sessionId);
        if (!LANGUAGE.matcher(language).matches()) {
            throw new IllegalArgumentException("language: was '" + language + "', accepted " + LANGUAGE.pattern());
        }
        requireNotNegative("mediaStartMillis", mediaStartMillis);
        return "sessions/" + sessionId + "/translated/" + language + "/" + mediaStartMillis + ".mp3";
    }

    private static void requireSessionId(String sessionId) {
        if (!SESSION_ID.matcher(sessionId).matches()) {
            throw new IllegalArgumentException("sessionId: was '" + sessionId + "', accepted " + SESSION_ID.pattern());
        }
    }

    private static void requireNotNegative(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + ": was " + value + ", accepted 0 or more");
        }
    }
}
