package dev.dragoman.ingest;

import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionLeft;

/** Forgets a listener at once: nobody waits for them. Leaving again counts as left. */
final class LeaveSessionRoute {

    private final Connections connections;

    LeaveSessionRoute(Connections connections) {
        this.connections = connections;
    }

    ServerMessage handle(Caller caller, LeaveSession request) throws UnavailableException, RefusedException {
        String sessionId = request.sessionId();
        if (!S3Keys.SESSION_ID.matcher(sessionId).matches()) {
            throw new RefusedException(Refusal.sessionNotFound(sessionId));
        }
        if (!connections.leave(caller.connectionId(), sessionId)) {
            throw new RefusedException(Refusal.notAListener(sessionId));
        }
        return new SessionLeft(sessionId);
    }
}
