package dev.dragoman.job.watch;

import dev.dragoman.job.service.Faults;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** An attendance in memory. */
final class FakeAttendance implements Attendance {

    final Faults faults = new Faults();

    private final Map<String, ConnectionItem> items = new ConcurrentHashMap<>();

    void put(ConnectionItem item) {
        items.put(item.connectionId(), item);
    }

    @Override
    public CompletableFuture<Present> of(String sessionId) {
        return faults.call(() -> {
            Map<String, Integer> counted = new HashMap<>();
            items.values().stream()
                    .filter(item -> item.sessionId().equals(sessionId) && item.here())
                    .filter(item -> item.expiresAtSeconds() > Instant.now().getEpochSecond())
                    .forEach(item -> counted.merge(item.language(), 1, Integer::sum));
            boolean speaker = counted.remove(ConnectionItem.SPEAKER) != null;
            return new Present(counted, speaker);
        });
    }

    @Override
    public void close() {}
}
