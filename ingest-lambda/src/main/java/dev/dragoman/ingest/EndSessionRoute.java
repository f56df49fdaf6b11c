package dev.dragoman.ingest;

import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Ends a session for its speaker: marked in the table first, so that nothing more is taken, then
 * said on the stream. Ending again says it on the stream again, so that a speaker who got no answer
 * can repeat; the job ignores the repetition.
 */
final class EndSessionRoute {

    private final Sessions sessions;
    private final LiveSessions remembered;
    private final EventStream events;
    private final Clock clock;

    EndSessionRoute(Sessions sessions, LiveSessions remembered, EventStream events, Clock clock) {
        this.sessions = sessions;
        this.remembered = remembered;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(String connectionId, EndSession request) throws UnavailableException {
        String sessionId = request.sessionId();
        if (!S3Keys.SESSION_ID.matcher(sessionId).matches()) {
            return Refusal.sessionNotFound(sessionId);
        }
        Problem invalid = invalidNumbers(request);
        if (invalid != null) {
            return invalid;
        }
        long now = clock.millis();
        boolean ended;
        try {
            ended = sessions.end(sessionId, connectionId);
        } finally {
            // Even when nobody knows whether it was done: the next chunk looks for itself.
            remembered.forget(sessionId);
        }
        if (!ended) {
            return remembered.findNow(sessionId).isPresent()
                    ? Refusal.notTheSpeaker(sessionId)
                    : Refusal.sessionNotFound(sessionId);
        }
        events.put(new SessionEnded(StreamEvent.VERSION, sessionId, now, request.recordings(), request.chunksInLast()));
        return new SessionEnding(sessionId);
    }

    private static @Nullable Problem invalidNumbers(EndSession request) {
        int mostRecordings = AudioChunkRoute.MOST_RECORDING + 1;
        if (request.recordings() < 0 || request.recordings() > mostRecordings) {
            return Refusal.invalid(
                    "recordings", "The recordings were " + request.recordings() + ".", "0 to " + mostRecordings);
        }
        int mostChunks = AudioChunkRoute.MOST_SEQUENCE + 1;
        if (request.chunksInLast() < -1 || request.chunksInLast() > mostChunks) {
            return Refusal.invalid(
                    "chunksInLast",
                    "The chunks were " + request.chunksInLast() + ".",
                    "0 to " + mostChunks + ", or -1 when not known");
        }
        return null;
    }
}
