package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Text to show. A partial caption may still change: the next caption that overlaps it or starts later
 * replaces it. A final one comes once for each time, unless as a repetition (see the contract of a
 * client in this package).
 *
 * @param sessionId the session
 * @param language the language of {@code text}
 * @param mediaStartMillis where the utterance starts, in media time: the caption's identity
 * @param mediaEndMillis where it ends (so far)
 * @param text the words
 * @param partial whether the text may still change
 * @param sourceText the words as they were spoken, on final captions of another language
 */
public record Caption(
        String sessionId,
        String language,
        long mediaStartMillis,
        long mediaEndMillis,
        String text,
        boolean partial,
        @Nullable String sourceText)
        implements ServerMessage {}
