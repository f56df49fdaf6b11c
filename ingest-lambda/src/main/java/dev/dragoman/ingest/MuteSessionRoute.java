package dev.dragoman.ingest;

import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionState;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/**
 * Notes for its speaker that a session's microphone is off or on, and says so on the stream for the
 * listeners; saying it again does no harm. A session that waits for its first audio or is paused stays
 * as it is, and the answer tells.
 */
final class MuteSessionRoute {

    private static final Set<SessionPhase> HEARD = EnumSet.of(SessionPhase.LIVE, SessionPhase.MUTED);

    private final LiveSessions sessions;
    private final Sessions table;
    private final EventStream events;
    private final Clock clock;

    MuteSessionRoute(LiveSessions sessions, Sessions table, EventStream events, Clock clock) {
        this.sessions = sessions;
        this.table = table;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, MuteSession request) throws UnavailableException, RefusedException {
        String sessionId = sessions.requireSpeaker(caller.connectionId(), request.sessionId())
                .sessionId();
        SessionPhase phase = request.muted() ? SessionPhase.MUTED : SessionPhase.LIVE;
        long now = clock.millis();
        boolean turned;
        try {
            turned = table.turn(sessionId, caller.connectionId(), HEARD, phase);
        } finally {
            sessions.forget(sessionId);
        }
        if (!turned) {
            SessionItem session = sessions.requireSpeaker(caller.connectionId(), sessionId);
            return new SessionState(sessionId, session.phase());
        }
        events.put(new PhaseChanged(StreamEvent.VERSION, sessionId, now, phase));
        return new SessionState(sessionId, phase);
    }
}
