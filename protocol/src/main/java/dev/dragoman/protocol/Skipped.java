package dev.dragoman.protocol;

/**
 * There will be no audio for this utterance: don't wait for it.
 *
 * @param sessionId the session
 * @param language the language it would have been in
 * @param mediaStartMillis where the utterance starts, in media time
 * @param mediaEndMillis where it ends
 * @param reason why, as a code for which a player has words of its own: {@code LATE} (it was not ready
 *     while it was still worth hearing), {@code NOT_IN_TIME} (it could not have been, so nobody was asked
 *     for it), {@code NO_VOICE} (nobody speaks the language: it can be read), {@code TRANSLATION_FAILED} (there is no caption either),
 *     {@code SYNTHESIS_FAILED} or {@code STORE_FAILED} (it can be read). A player takes a code that it
 *     does not know for "no audio"
 */
public record Skipped(String sessionId, String language, long mediaStartMillis, long mediaEndMillis, String reason)
        implements ServerMessage {}
