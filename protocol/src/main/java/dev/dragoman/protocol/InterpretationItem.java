package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An item of the interpretations table: what was said in one language, for those who missed it.
 * Written by the job, read by ingest.
 *
 * @param sessionLanguage partition key, see {@link #key}
 * @param mediaStartMillis sort key: where the utterance starts, in media time
 * @param mediaEndMillis where it ends
 * @param durationMillis how long the speech takes to play; 0 if there is none
 * @param text the words of the interpretation; empty if there are none
 * @param sourceText the words as they were spoken
 * @param skipped why there is no audio, a reason of {@link Skipped} or {@link #READ}; null if there is. The
 *     audio's object is {@link S3Keys#speech}
 * @param expiresAtSeconds when DynamoDB may delete it (TTL), in seconds since 1970
 */
public record InterpretationItem(
        String sessionLanguage,
        long mediaStartMillis,
        long mediaEndMillis,
        long durationMillis,
        String text,
        String sourceText,
        @Nullable String skipped,
        long expiresAtSeconds) {

    /** Stands in {@code skipped} for the session's own language, which is only read. */
    public static final String READ = "READ";

    /** The attribute names in the table. */
    public static final String SESSION_LANGUAGE = "sessionLanguage";

    public static final String MEDIA_START_MILLIS = "mediaStartMillis";
    public static final String MEDIA_END_MILLIS = "mediaEndMillis";
    public static final String DURATION_MILLIS = "durationMillis";
    public static final String TEXT = "text";
    public static final String SOURCE_TEXT = "sourceText";
    public static final String SKIPPED = "skipped";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";

    /** The partition key of a session's interpretations in a language. */
    public static String key(String sessionId, String language) {
        return sessionId + "#" + language;
    }
}
