package dev.dragoman.protocol;

import java.util.List;

/**
 * Answers {@link ResumeSession}, and {@link RefreshConnection} of the speaker.
 *
 * @param sessionId the session
 * @param phase what the session is doing now
 * @param received which chunks from the asked place on are stored and on the stream for good: as good
 *     as acknowledged. Others may be, too; sending them again is harmless
 */
public record SessionResumed(String sessionId, SessionPhase phase, List<ChunkRange> received) implements ServerMessage {

    public SessionResumed {
        received = List.copyOf(received);
    }
}
