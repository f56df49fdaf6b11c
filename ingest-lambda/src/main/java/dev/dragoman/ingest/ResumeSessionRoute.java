package dev.dragoman.ingest;

import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets a session's owner go on, on this connection: after a pause, a reload or a tunnel. What the
 * session is doing then is said on the stream, again if it is asked again; the job ignores the
 * repetition.
 */
final class ResumeSessionRoute {

    private static final Set<SessionPhase> PAUSED = EnumSet.of(SessionPhase.PAUSED);

    private final TakeOvers takeOvers;
    private final LiveSessions sessions;
    private final Sessions table;
    private final ReceivedChunks received;
    private final EventStream events;
    private final Clock clock;

    ResumeSessionRoute(
            TakeOvers takeOvers,
            LiveSessions sessions,
            Sessions table,
            ReceivedChunks received,
            EventStream events,
            Clock clock) {
        this.takeOvers = takeOvers;
        this.sessions = sessions;
        this.table = table;
        this.received = received;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, ResumeSession request) throws UnavailableException, RefusedException {
        Numbers.check(request.from());
        String sessionId = request.sessionId();
        SessionPhase phase = goOn(caller, takeOvers.take(caller, sessionId));
        if (phase != SessionPhase.WAITING) {
            events.put(new PhaseChanged(StreamEvent.VERSION, sessionId, clock.millis(), phase));
        }
        return new SessionResumed(sessionId, phase, received.from(sessionId, request.from()));
    }

    private SessionPhase goOn(Caller caller, SessionItem before) throws UnavailableException, RefusedException {
        if (before.phase() != SessionPhase.PAUSED) {
            return before.phase();
        }
        try {
            if (table.turn(before.sessionId(), caller.connectionId(), PAUSED, SessionPhase.LIVE)) {
                return SessionPhase.LIVE;
            }
        } finally {
            sessions.forget(before.sessionId());
        }
        return sessions.requireSpeaker(caller.connectionId(), before.sessionId())
                .phase();
    }
}
