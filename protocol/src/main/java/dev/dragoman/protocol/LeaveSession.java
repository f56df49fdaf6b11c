package dev.dragoman.protocol;

/**
 * A listener leaves; {@link SessionLeft} answers. The connection has no role then and may join again.
 *
 * @param sessionId the session
 */
public record LeaveSession(String sessionId) implements ClientMessage, AboutSession {}
