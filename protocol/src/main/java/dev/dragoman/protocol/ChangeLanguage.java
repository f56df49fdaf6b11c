package dev.dragoman.protocol;

/**
 * A listener wants another language of the same session; {@link SessionJoined} answers.
 *
 * @param sessionId the session
 * @param language the language to hear from now on
 */
public record ChangeLanguage(String sessionId, String language) implements ClientMessage, AboutSession {}
