package dev.dragoman.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a session is doing. Answers {@link AskSessionStatus}, and comes to the speaker by itself when
 * something in it changed, at most once a second.
 *
 * @param sessionId the session
 * @param phase what it is doing
 * @param listeners how many listen now, by language; absent for listeners, who are not told
 * @param pipeline how far its interpretation is; absent in an answer, the last one told still holds
 */
public record SessionStatus(
        String sessionId,
        SessionPhase phase,
        @Nullable Map<String, Integer> listeners,
        @Nullable PipelineStatus pipeline)
        implements ServerMessage {}
