package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import dev.dragoman.protocol.ConnectionItem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A directory in memory. */
final class FakeListenerDirectory implements ListenerDirectory {

    final Faults faults = new Faults();

    private final Map<String, ConnectionItem> items = new ConcurrentSkipListMap<>();

    FakeListenerDirectory with(String connectionId, String sessionId, String language) {
        items.put(connectionId, new ConnectionItem(connectionId, sessionId, language, "", true, Long.MAX_VALUE));
        return this;
    }

    boolean knows(String connectionId) {
        return items.containsKey(connectionId);
    }

    @Override
    public CompletableFuture<Set<String>> languages(String sessionId) {
        return faults.call(() -> items.values().stream()
                .filter(item -> item.sessionId().equals(sessionId))
                .map(ConnectionItem::language)
                .filter(language -> !language.equals(ConnectionItem.SPEAKER))
                .collect(Collectors.toSet()));
    }

    @Override
    public CompletableFuture<List<String>> connections(String sessionId, String language) {
        return faults.call(() -> items.values().stream()
                .filter(item ->
                        item.sessionId().equals(sessionId) && item.language().equals(language))
                .map(ConnectionItem::connectionId)
                .toList());
    }

    @Override
    public CompletableFuture<List<String>> everyone(String sessionId) {
        return faults.call(() -> items.values().stream()
                .filter(item -> item.sessionId().equals(sessionId))
                .map(ConnectionItem::connectionId)
                .toList());
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId) {
        return faults.call(() -> {
            items.remove(connectionId);
            return null;
        });
    }

    @Override
    public void close() {}
}
