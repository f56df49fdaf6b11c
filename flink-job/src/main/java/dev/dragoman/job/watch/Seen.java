package dev.dragoman.job.watch;

import dev.dragoman.protocol.SessionPhase;
import java.util.Map;

/**
 * What a look at a session showed.
 *
 * @param sessionId the session
 * @param phase what it is doing
 * @param listeners how many listen, by language; languages without anybody are left out
 * @param speaker whether the speaker is connected
 * @param audioMillis when audio last came, see {@link Look}
 */
public record Seen(
        String sessionId, SessionPhase phase, Map<String, Integer> listeners, boolean speaker, long audioMillis) {}
