package dev.dragoman.protocol;

/**
 * Answers {@link EndSession}: nothing more is taken; the last words are on their way.
 *
 * @param sessionId the session
 */
public record SessionEnding(String sessionId) implements ServerMessage {}
