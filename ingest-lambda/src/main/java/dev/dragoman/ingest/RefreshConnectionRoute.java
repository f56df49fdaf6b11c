package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionResumed;
import java.time.Clock;
import java.util.Optional;

/**
 * Puts a connection in the place of an earlier one: for the owner without a ticket, for a listener
 * with one, and without asking for passcode and limits again. Asking again on the same connection
 * changes nothing but the ticket.
 */
final class RefreshConnectionRoute {

    /** More than one try is needed only when the earlier connection changes in the same moment. */
    private static final int MOST_TRIES = 5;

    private final TakeOvers takeOvers;
    private final LiveSessions sessions;
    private final ReceivedChunks received;
    private final Connections connections;
    private final Tickets tickets;
    private final Clock clock;

    RefreshConnectionRoute(
            TakeOvers takeOvers,
            LiveSessions sessions,
            ReceivedChunks received,
            Connections connections,
            Tickets tickets,
            Clock clock) {
        this.takeOvers = takeOvers;
        this.sessions = sessions;
        this.received = received;
        this.connections = connections;
        this.tickets = tickets;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, RefreshConnection request) throws UnavailableException, RefusedException {
        Numbers.check(request.from());
        String ticket = request.ticket();
        return ticket == null ? speaker(caller, request) : listener(caller, request.sessionId(), ticket);
    }

    private ServerMessage speaker(Caller caller, RefreshConnection request)
            throws UnavailableException, RefusedException {
        SessionItem session = takeOvers.take(caller, request.sessionId());
        return new SessionResumed(
                session.sessionId(), session.phase(), received.from(session.sessionId(), request.from()));
    }

    private ServerMessage listener(Caller caller, String sessionId, String ticket)
            throws UnavailableException, RefusedException {
        SessionItem session = sessions.requireLive(sessionId);
        Optional<ConnectionItem> now = connections.find(caller.connectionId());
        if (now.isPresent()) {
            return again(session, now.get());
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ConnectionItem earlier = earlier(sessionId, ticket);
            ConnectionItem renewed = Lifetimes.listener(
                    caller.connectionId(), sessionId, earlier.language(), tickets.secret(), clock.millis());
            if (connections.replace(earlier, renewed)) {
                return JoinSessionRoute.joined(session, renewed);
            }
        }
        throw new RefusedException(Refusal.changing(sessionId));
    }

    private ConnectionItem earlier(String sessionId, String ticket) throws UnavailableException, RefusedException {
        Optional<String> connectionId = Tickets.connectionId(ticket);
        Optional<ConnectionItem> earlier =
                connectionId.isEmpty() ? Optional.empty() : connections.find(connectionId.get());
        return earlier.filter(item -> Tickets.isOf(item, sessionId, ticket, clock.millis() / 1_000))
                .orElseThrow(() -> new RefusedException(Refusal.ticketNotGood(sessionId)));
    }

    /** This connection has a role already, perhaps from the same request before. */
    private ServerMessage again(SessionItem session, ConnectionItem now) throws UnavailableException, RefusedException {
        boolean listens =
                now.sessionId().equals(session.sessionId()) && !now.language().equals(ConnectionItem.SPEAKER);
        ConnectionItem renewed = Lifetimes.listener(
                now.connectionId(), session.sessionId(), now.language(), tickets.secret(), clock.millis());
        if (!listens || !connections.add(renewed)) {
            throw new RefusedException(Refusal.alreadyHasARole());
        }
        return JoinSessionRoute.joined(session, renewed);
    }
}
