package dev.dragoman.protocol;

/**
 * Answers {@link CreateSession}.
 *
 * @param sessionId the new session's id, to be said aloud
 * @param sourceLanguage the language to be spoken
 */
public record SessionCreated(String sessionId, String sourceLanguage) implements ServerMessage {}
