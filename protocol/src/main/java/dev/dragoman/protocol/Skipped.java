package dev.dragoman.protocol;

/**
 * There will be no audio for this utterance: don't wait for it.
 *
 * @param sessionId the session
 * @param language the language it would have been in
 * @param mediaStartMillis where the utterance starts, in media time
 * @param mediaEndMillis where it ends
 * @param reason why, as a code: {@code LATE}, {@code TRANSLATION_FAILED}, {@code SYNTHESIS_FAILED}
 *     or {@code STORE_FAILED}
 */
public record Skipped(String sessionId, String language, long mediaStartMillis, long mediaEndMillis, String reason)
        implements ServerMessage {}
