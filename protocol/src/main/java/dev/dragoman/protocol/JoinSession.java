package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A listener joins; {@link SessionJoined} answers.
 *
 * @param sessionId the session
 * @param language the language to hear; the session's source language gives captions only
 * @param passcode where the session asks for one
 */
public record JoinSession(
        String sessionId, String language, @Nullable String passcode) implements ClientMessage, AboutSession {

    /** A session that asks for no passcode. */
    public JoinSession(String sessionId, String language) {
        this(sessionId, language, null);
    }
}
