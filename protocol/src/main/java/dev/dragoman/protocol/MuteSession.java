package dev.dragoman.protocol;

/**
 * The speaker switches the microphone off or on again; {@link SessionState} answers, and tells the
 * listeners. The recorder goes on, and chunks of silence are taken as any.
 *
 * @param sessionId the session
 * @param muted whether it is off
 */
public record MuteSession(String sessionId, boolean muted) implements ClientMessage, AboutSession {}
