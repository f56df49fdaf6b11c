package dev.dragoman.protocol;

/**
 * A listener joins; {@link SessionJoined} answers.
 *
 * @param sessionId the session
 * @param language the language to hear; the session's source language gives captions only
 */
public record JoinSession(String sessionId, String language) implements ClientMessage {}
