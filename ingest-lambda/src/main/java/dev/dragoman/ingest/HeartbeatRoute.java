package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.HeartbeatHeard;
import dev.dragoman.protocol.ServerMessage;
import java.time.Clock;

/** Keeps a connection from being taken for gone, and tells it whether it has a role that is still told something. */
final class HeartbeatRoute {

    private final Connections connections;
    private final Clock clock;

    HeartbeatRoute(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller) throws UnavailableException {
        long now = clock.millis();
        String sessionId = connections
                .alive(caller.connectionId(), Lifetimes.endSeconds(now, Lifetimes.CONNECTION))
                .map(ConnectionItem::sessionId)
                .orElse(null);
        return new HeartbeatHeard(now, sessionId);
    }
}
