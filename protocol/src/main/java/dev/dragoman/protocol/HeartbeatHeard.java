package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Answers {@link Heartbeat}.
 *
 * @param serverMillis the server's clock, in milliseconds since 1970
 * @param sessionId the session in which the connection has a role; absent if it has none, and then
 *     whoever believes to have one resumes, refreshes or joins again
 */
public record HeartbeatHeard(long serverMillis, @Nullable String sessionId) implements ServerMessage {}
