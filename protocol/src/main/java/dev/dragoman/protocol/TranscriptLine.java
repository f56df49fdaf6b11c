package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One line of a transcript: an utterance in one language. A transcript is a file of such lines as JSON,
 * in media time, one for each language in which the session was listened to and one for its own.
 *
 * @param mediaStartMillis where the utterance starts, in media time
 * @param mediaEndMillis where it ends
 * @param text its words in the file's language
 * @param sourceText its words as recognised; null in the transcript of the session's own language
 */
public record TranscriptLine(
        long mediaStartMillis,
        long mediaEndMillis,
        String text,
        @Nullable String sourceText) {}
