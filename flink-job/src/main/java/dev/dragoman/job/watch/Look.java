package dev.dragoman.job.watch;

import dev.dragoman.protocol.SessionPhase;

/**
 * Asks to look at a session.
 *
 * @param sessionId the session
 * @param phase what it is doing
 */
public record Look(String sessionId, SessionPhase phase) {}
