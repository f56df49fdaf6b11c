package dev.dragoman.protocol;

/**
 * The speaker ends the session; {@link SessionEnding} answers, and {@link SessionOver} follows when
 * the last words were delivered.
 *
 * @param sessionId the session
 * @param recordings how many recordings there were
 * @param chunksInLast how many chunks the last recording had, or -1 when the client does not know
 */
public record EndSession(String sessionId, int recordings, int chunksInLast) implements ClientMessage, AboutSession {}
