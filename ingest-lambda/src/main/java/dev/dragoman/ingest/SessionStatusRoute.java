package dev.dragoman.ingest;

import dev.dragoman.protocol.AskSessionStatus;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionStatus;
import java.time.Clock;

/** Tells those with a role in a session what it is doing, and its speaker who listens. */
final class SessionStatusRoute {

    private final LiveSessions sessions;
    private final Connections connections;
    private final Limiter limiter;
    private final Clock clock;

    SessionStatusRoute(LiveSessions sessions, Connections connections, Limiter limiter, Clock clock) {
        this.sessions = sessions;
        this.connections = connections;
        this.limiter = limiter;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, AskSessionStatus request) throws UnavailableException, RefusedException {
        limiter.status(caller.connectionId());
        SessionItem session = sessions.requireNow(request.sessionId());
        String sessionId = session.sessionId();
        if (session.speakerConnectionId().equals(caller.connectionId())) {
            return new SessionStatus(
                    sessionId, session.phase(), connections.listeners(sessionId, clock.millis() / 1_000), null);
        }
        boolean listens = connections
                .find(caller.connectionId())
                .filter(item -> item.sessionId().equals(sessionId))
                .isPresent();
        if (!listens) {
            throw new RefusedException(Refusal.noRole(sessionId));
        }
        return new SessionStatus(sessionId, session.phase(), null, null);
    }
}
