package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory in memory. */
final class FakeListenerDirectory implements ListenerDirectory {

    final Faults faults = new Faults();

    private final Map<String, ConnectionItem> items = new ConcurrentSkipListMap<>();

    FakeListenerDirectory with(String connectionId, String sessionId, String language) {
        items.put(connectionId, new ConnectionItem(connectionId, sessionId, language, "", true, Long.MAX_VALUE));
        return this;
    }

    /** Puts an item in as it is. */
    void put(ConnectionItem item) {
        items.put(item.connectionId(), item);
    }

    boolean knows(String connectionId) {
        ConnectionItem item = items.get(connectionId);
        return item != null && item.here();
    }

    private Stream<ConnectionItem> of(String sessionId) {
        long nowSeconds = Instant.now().getEpochSecond();
        return items.values().stream()
                .filter(item -> item.sessionId().equals(sessionId) && item.expiresAtSeconds() > nowSeconds);
    }

    @Override
    public CompletableFuture<Set<String>> languages(String sessionId) {
        return faults.call(() -> of(sessionId)
                .map(ConnectionItem::language)
                .filter(language -> !language.equals(ConnectionItem.SPEAKER))
                .collect(Collectors.toSet()));
    }

    @Override
    public CompletableFuture<List<String>> connections(String sessionId, String language) {
        return faults.call(() -> of(sessionId)
                .filter(item -> item.language().equals(language))
                .filter(ConnectionItem::here)
                .map(ConnectionItem::connectionId)
                .toList());
    }

    @Override
    public CompletableFuture<List<String>> everyone(String sessionId) {
        return faults.call(() -> of(sessionId)
                .filter(ConnectionItem::here)
                .map(ConnectionItem::connectionId)
                .toList());
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId) {
        return faults.call(() -> {
            items.computeIfPresent(
                    connectionId,
                    (id, item) -> item.language().equals(ConnectionItem.SPEAKER)
                            ? null
                            : new ConnectionItem(
                                    id,
                                    item.sessionId(),
                                    item.language(),
                                    item.ticket(),
                                    false,
                                    Instant.now().getEpochSecond() + ConnectionItem.KEPT_SECONDS));
            return null;
        });
    }

    @Override
    public void close() {}
}
