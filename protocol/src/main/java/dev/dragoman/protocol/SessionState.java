package dev.dragoman.protocol;

/**
 * What the session is doing: answers {@link PauseSession} and {@link MuteSession}, and comes to every
 * listener when it changes.
 *
 * @param sessionId the session
 * @param phase what it is doing now
 */
public record SessionState(String sessionId, SessionPhase phase) implements ServerMessage {}
