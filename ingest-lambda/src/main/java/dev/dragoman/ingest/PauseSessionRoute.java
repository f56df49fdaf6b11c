package dev.dragoman.ingest;

import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionState;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/**
 * Pauses a session for its speaker: marked in the table, then said on the stream, so that what was
 * said before is interpreted at once and listeners are told. Pausing again says it again, so that a
 * speaker who got no answer can repeat; the job ignores the repetition.
 */
final class PauseSessionRoute {

    private static final Set<SessionPhase> LIVE = EnumSet.complementOf(EnumSet.of(SessionPhase.ENDED));

    private final LiveSessions sessions;
    private final Sessions table;
    private final EventStream events;
    private final Clock clock;

    PauseSessionRoute(LiveSessions sessions, Sessions table, EventStream events, Clock clock) {
        this.sessions = sessions;
        this.table = table;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, PauseSession request) throws UnavailableException, RefusedException {
        Numbers.check("recording", request.recording(), -1, Numbers.MOST_RECORDING, ", or -1 when there was none");
        Numbers.check("chunks", request.chunks(), 0, Numbers.MOST_SEQUENCE + 1, "");
        SessionItem session = sessions.requireSpeaker(caller.connectionId(), request.sessionId());
        String sessionId = session.sessionId();
        long now = clock.millis();
        boolean paused;
        try {
            paused = table.turn(sessionId, caller.connectionId(), LIVE, SessionPhase.PAUSED);
        } finally {
            // Even when nobody knows whether it was done: the next chunk looks for itself.
            sessions.forget(sessionId);
        }
        if (!paused) {
            throw sessions.whyNot(caller.connectionId(), sessionId);
        }
        if (request.recording() >= 0) {
            events.put(new RecordingEnded(
                    StreamEvent.VERSION, sessionId, now, request.recording(), request.chunks(), true));
        }
        events.put(new PhaseChanged(StreamEvent.VERSION, sessionId, now, SessionPhase.PAUSED));
        return new SessionState(sessionId, SessionPhase.PAUSED);
    }
}
