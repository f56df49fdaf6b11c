package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connections table in memory. */
final class InMemoryConnections implements Connections {

    final Faults faults = new Faults();
    final Map<String, ConnectionItem> items = new ConcurrentHashMap<>();

    @Override
    public boolean add(ConnectionItem connection) throws UnavailableException {
        return faults.during("connection table", () -> {
            AtomicBoolean added = new AtomicBoolean();
            items.compute(connection.connectionId(), (id, there) -> {
                added.set(there == null || mayBecome(there, connection));
                return added.get() ? connection : there;
            });
            return added.get();
        });
    }

    @Override
    public void remove(String connectionId) throws UnavailableException {
        faults.during("connection table", () -> items.remove(connectionId) != null);
    }

    private static boolean mayBecome(ConnectionItem there, ConnectionItem connection) {
        boolean spoke = there.language().equals(ConnectionItem.SPEAKER);
        boolean speaks = connection.language().equals(ConnectionItem.SPEAKER);
        return speaks ? spoke && there.sessionId().equals(connection.sessionId()) : !spoke;
    }
}
