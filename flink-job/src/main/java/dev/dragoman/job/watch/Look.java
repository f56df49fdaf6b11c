package dev.dragoman.job.watch;

import dev.dragoman.protocol.SessionPhase;

/**
 * Asks to look at a session.
 *
 * @param sessionId the session
 * @param phase what it is doing
 * @param audioMillis when audio last came, by the server's clock, some seconds too early at most; 0 if
 *     never
 */
public record Look(String sessionId, SessionPhase phase, long audioMillis) {}
