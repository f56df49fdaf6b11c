package dev.dragoman.protocol;

/**
 * Asks how a session is doing; {@link SessionStatus} answers. Needs a role in the session.
 *
 * @param sessionId the session
 */
public record AskSessionStatus(String sessionId) implements ClientMessage, AboutSession {}
