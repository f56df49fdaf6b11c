package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A log in memory; it knows the sessions that it was told of. */
final class FakeDeliveryLog implements DeliveryLog {

    final Faults faults = new Faults();

    private final Map<String, Map<String, Long>> sessions = new ConcurrentHashMap<>();

    FakeDeliveryLog with(String sessionId) {
        sessions.put(sessionId, new ConcurrentHashMap<>());
        return this;
    }

    @Override
    public CompletableFuture<Map<String, Long>> toldUntil(String sessionId) {
        return faults.call(() -> noted(sessionId));
    }

    /** What is in it. */
    Map<String, Long> noted(String sessionId) {
        return Map.copyOf(sessions.getOrDefault(sessionId, Map.of()));
    }

    @Override
    public CompletableFuture<Void> told(String sessionId, String language, long mediaMillis) {
        return faults.call(() -> {
            sessions.computeIfPresent(sessionId, (id, languages) -> {
                languages.merge(language, mediaMillis, Math::max);
                return languages;
            });
            return null;
        });
    }

    @Override
    public void close() {}
}
