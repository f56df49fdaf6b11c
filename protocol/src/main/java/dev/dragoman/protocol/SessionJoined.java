package dev.dragoman.protocol;

/**
 * Answers {@link JoinSession}.
 *
 * @param sessionId the session
 * @param language the language the listener will hear
 * @param sourceLanguage the language that is spoken
 */
public record SessionJoined(String sessionId, String language, String sourceLanguage) implements ServerMessage {}
