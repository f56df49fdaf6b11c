package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import java.util.List;

class InMemoryConnectionsTest extends ConnectionsContract {

    private final InMemoryConnections connections = new InMemoryConnections();

    @Override
    Connections connections() {
        return connections;
    }

    @Override
    List<String> of(String sessionId, String language) {
        return connections.items.values().stream()
                .filter(item ->
                        item.sessionId().equals(sessionId) && item.language().equals(language))
                .map(ConnectionItem::connectionId)
                .toList();
    }
}
