package dev.dragoman.protocol;

/**
 * Answers {@link LeaveSession}.
 *
 * @param sessionId the session
 */
public record SessionLeft(String sessionId) implements ServerMessage {}
