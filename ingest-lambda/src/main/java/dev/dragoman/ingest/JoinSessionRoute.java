package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionJoined;
import java.time.Clock;
import java.util.List;

/**
 * Makes its asker a listener of a live session in one language: an offered one, or the session's own
 * for captions alone. Joining again changes the language or the session, and gives another ticket.
 */
final class JoinSessionRoute {

    private final LiveSessions sessions;
    private final Connections connections;
    private final ListenerCounts counts;
    private final PasscodeCheck passcodes;
    private final Limiter limiter;
    private final Tickets tickets;
    private final List<String> targetLanguages;
    private final Clock clock;

    JoinSessionRoute(
            LiveSessions sessions,
            Connections connections,
            ListenerCounts counts,
            PasscodeCheck passcodes,
            Limiter limiter,
            Tickets tickets,
            List<String> targetLanguages,
            Clock clock) {
        this.sessions = sessions;
        this.connections = connections;
        this.counts = counts;
        this.passcodes = passcodes;
        this.limiter = limiter;
        this.tickets = tickets;
        this.targetLanguages = targetLanguages;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, JoinSession request) throws UnavailableException, RefusedException {
        String sessionId = request.sessionId();
        limiter.join(caller.address());
        SessionItem session = sessions.requireLive(sessionId);
        LanguagesOfSession.require(session, targetLanguages, request.language());
        passcodes.require(session, request.passcode(), caller.address());
        if (!counts.isRoom(session) && !alreadyListens(caller, sessionId)) {
            throw new RefusedException(Refusal.sessionFull(session));
        }
        ConnectionItem listener = Lifetimes.listener(
                caller.connectionId(), sessionId, request.language(), tickets.secret(), clock.millis());
        if (!connections.add(listener)) {
            throw new RefusedException(Refusal.alreadyHasARole());
        }
        return joined(session, listener);
    }

    static SessionJoined joined(SessionItem session, ConnectionItem listener) {
        return new SessionJoined(
                session.sessionId(),
                listener.language(),
                session.sourceLanguage(),
                session.phase(),
                Tickets.of(listener));
    }

    private boolean alreadyListens(Caller caller, String sessionId) throws UnavailableException {
        return connections
                .find(caller.connectionId())
                .filter(item -> item.sessionId().equals(sessionId))
                .isPresent();
    }
}
