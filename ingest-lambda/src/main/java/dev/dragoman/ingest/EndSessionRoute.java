package dev.dragoman.ingest;

import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;

/**
 * Ends a session for its speaker or its owner: marked in the table first, so that nothing more is
 * taken, then said on the stream. Ending again says it on the stream again, so that a speaker who got
 * no answer can repeat, on another connection if need be; the job ignores the repetition.
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

    ServerMessage handle(Caller caller, EndSession request) throws UnavailableException, RefusedException {
        Numbers.check("recordings", request.recordings(), 0, Numbers.MOST_RECORDING + 1, "");
        Numbers.check("chunksInLast", request.chunksInLast(), -1, Numbers.MOST_SEQUENCE + 1, ", or -1 when not known");
        return end(caller, request.sessionId(), request.recordings(), request.chunksInLast());
    }

    /** The same for somebody who does not know how much there was. */
    SessionEnding endUnknown(Caller caller, String sessionId) throws UnavailableException, RefusedException {
        return end(caller, sessionId, SessionEnded.UNKNOWN, SessionEnded.UNKNOWN);
    }

    private SessionEnding end(Caller caller, String asked, int recordings, int chunksInLast)
            throws UnavailableException, RefusedException {
        String sessionId = remembered.requireNow(asked).sessionId();
        long now = clock.millis();
        boolean ended;
        try {
            ended = sessions.end(sessionId, caller.connectionId(), caller.user() == null ? "" : caller.user());
        } finally {
            // Even when nobody knows whether it was done: the next chunk looks for itself.
            remembered.forget(sessionId);
        }
        if (!ended) {
            throw new RefusedException(Refusal.notTheSpeaker(sessionId));
        }
        events.put(new SessionEnded(StreamEvent.VERSION, sessionId, now, recordings, chunksInLast));
        return new SessionEnding(sessionId);
    }
}
