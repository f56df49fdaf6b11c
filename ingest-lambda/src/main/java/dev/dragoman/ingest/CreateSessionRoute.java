package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionItem;
import java.time.Clock;

/**
 * Makes a session, its asker's user the owner and its connection the speaker's. The answer is given
 * only when the session is in the table and its start on the stream.
 *
 * <p>When a step fails, the asker tries again, on the same connection, and gets another id; what is left
 * of the first one expires unheard of. A connection speaks in one session only.
 */
final class CreateSessionRoute {

    private final NewSessions newSessions;
    private final Connections connections;
    private final Clock clock;

    CreateSessionRoute(NewSessions newSessions, Connections connections, Clock clock) {
        this.newSessions = newSessions;
        this.connections = connections;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, CreateSession request) throws UnavailableException, RefusedException {
        SessionItem session = newSessions.create(caller, request);
        ConnectionItem speaker = Lifetimes.speaker(caller.connectionId(), session.sessionId(), clock.millis());
        try {
            if (!connections.add(speaker)) {
                throw new RefusedException(Refusal.alreadyHasARole());
            }
            newSessions.started(session, request.settings());
        } catch (UnavailableException e) {
            freeAgain(speaker);
            throw e;
        }
        return new SessionCreated(session.sessionId(), session.sourceLanguage());
    }

    /** A connection speaks in one session: it must not be this one, which its speaker never hears of. */
    private void freeAgain(ConnectionItem speaker) {
        try {
            boolean speaks = connections
                    .find(speaker.connectionId())
                    .filter(item -> item.sessionId().equals(speaker.sessionId()))
                    .isPresent();
            if (speaks) {
                connections.lost(speaker.connectionId(), speaker.expiresAtSeconds());
            }
        } catch (UnavailableException e) {
            IngestLog.unavailable(speaker.sessionId(), e);
        }
    }
}
