package dev.dragoman.job.watch;

import dev.dragoman.protocol.SessionPhase;

/**
 * What is known of a session: state of {@link WatchSessions}.
 *
 * @param phase what it is doing
 * @param audioMillis when audio last came, see {@link Look}
 */
public record Watched(SessionPhase phase, long audioMillis) {}
