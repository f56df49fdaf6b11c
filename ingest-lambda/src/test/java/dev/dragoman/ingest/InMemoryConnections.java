package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A connections table in memory. One lock makes every change atomic, also those of both tables. */
final class InMemoryConnections implements Connections {

    private static final String SERVICE = "connection table";

    final Faults faults = new Faults();
    final Map<String, ConnectionItem> items = new ConcurrentHashMap<>();

    @Override
    public Optional<ConnectionItem> find(String connectionId) throws UnavailableException {
        return locked(() -> Optional.ofNullable(items.get(connectionId)));
    }

    @Override
    public boolean add(ConnectionItem connection) throws UnavailableException {
        return locked(() -> {
            ConnectionItem there = items.get(connection.connectionId());
            if (there != null && !mayBecome(there, connection)) {
                return false;
            }
            items.put(connection.connectionId(), connection);
            return true;
        });
    }

    @Override
    public Optional<ConnectionItem> changeLanguage(
            String connectionId, String sessionId, String language, long expiresAtSeconds) throws UnavailableException {
        return locked(() -> {
            ConnectionItem there = items.get(connectionId);
            if (!isListener(there) || !there.here() || !there.sessionId().equals(sessionId)) {
                return Optional.empty();
            }
            return Optional.of(
                    put(new ConnectionItem(connectionId, sessionId, language, there.ticket(), true, expiresAtSeconds)));
        });
    }

    @Override
    public boolean replace(ConnectionItem earlier, ConnectionItem now) throws UnavailableException {
        return locked(() -> {
            ConnectionItem there = items.get(earlier.connectionId());
            if (there == null
                    || !there.ticket().equals(earlier.ticket())
                    || !there.language().equals(earlier.language())
                    || !there.sessionId().equals(earlier.sessionId())
                    || items.containsKey(now.connectionId())) {
                return false;
            }
            items.remove(earlier.connectionId());
            put(now);
            return true;
        });
    }

    @Override
    public Optional<ConnectionItem> alive(String connectionId, long expiresAtSeconds) throws UnavailableException {
        return locked(() -> {
            ConnectionItem there = items.get(connectionId);
            return there == null || !there.here()
                    ? Optional.empty()
                    : Optional.of(put(here(there, true, expiresAtSeconds)));
        });
    }

    @Override
    public void lost(String connectionId, long keptUntilSeconds) throws UnavailableException {
        locked(() -> {
            ConnectionItem there = items.get(connectionId);
            if (isListener(there) && there.here()) {
                put(here(there, false, keptUntilSeconds));
            } else if (there != null && !isListener(there)) {
                items.remove(connectionId);
            }
            return true;
        });
    }

    @Override
    public boolean leave(String connectionId, String sessionId) throws UnavailableException {
        return locked(() -> {
            ConnectionItem there = items.get(connectionId);
            if (there == null) {
                return true;
            }
            return isListener(there) && there.sessionId().equals(sessionId) && items.remove(connectionId) != null;
        });
    }

    @Override
    public Map<String, Integer> listeners(String sessionId, long nowSeconds) throws UnavailableException {
        return locked(() -> {
            Map<String, Integer> byLanguage = new HashMap<>();
            items.values().stream()
                    .filter(item -> isListener(item) && item.sessionId().equals(sessionId))
                    .filter(item -> item.here() && item.expiresAtSeconds() > nowSeconds)
                    .forEach(item -> byLanguage.merge(item.language(), 1, Integer::sum));
            return byLanguage;
        });
    }

    static boolean mayBecome(ConnectionItem there, ConnectionItem connection) {
        boolean spoke = !isListener(there);
        boolean speaks = connection.language().equals(ConnectionItem.SPEAKER);
        return speaks ? spoke && there.sessionId().equals(connection.sessionId()) : !spoke;
    }

    private static boolean isListener(ConnectionItem item) {
        return item != null && !item.language().equals(ConnectionItem.SPEAKER);
    }

    private static ConnectionItem here(ConnectionItem item, boolean here, long expires) {
        return new ConnectionItem(item.connectionId(), item.sessionId(), item.language(), item.ticket(), here, expires);
    }

    private ConnectionItem put(ConnectionItem item) {
        items.put(item.connectionId(), item);
        return item;
    }

    private <T> T locked(Faults.Call<T> call) throws UnavailableException {
        return faults.during(SERVICE, () -> {
            synchronized (items) {
                return call.make();
            }
        });
    }
}
