package dev.dragoman.protocol;

/**
 * Answers {@link Heartbeat}.
 *
 * @param serverMillis the server's clock, in milliseconds since 1970
 */
public record HeartbeatHeard(long serverMillis) implements ServerMessage {}
