package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import dev.dragoman.job.service.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A notifier that remembers what each connection was told; each connection has faults of its own. */
final class FakeNotifier implements Notifier {

    private static final int MOST_BYTES = 128 * 1024;

    private final Map<String, List<String>> told = new ConcurrentHashMap<>();
    private final Map<String, Faults> faults = new ConcurrentHashMap<>();
    private volatile Runnable onTold = () -> {};
    private final Map<String, Boolean> gone = new ConcurrentHashMap<>();

    List<String> told(String connectionId) {
        return told.getOrDefault(connectionId, List.of());
    }

    Faults faults(String connectionId) {
        return faults.computeIfAbsent(connectionId, id -> new Faults());
    }

    /** Is run each time somebody is told something. */
    void onTold(Runnable listener) {
        onTold = listener;
    }

    void leaves(String connectionId) {
        gone.put(connectionId, true);
    }

    @Override
    public CompletableFuture<Outcome> tell(String connectionId, String message) {
        if (message.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return CompletableFuture.failedFuture(ServiceException.refused("status 413"));
        }
        return faults(connectionId).call(() -> {
            if (gone.containsKey(connectionId)) {
                return Outcome.GONE;
            }
            told.computeIfAbsent(connectionId, id -> new CopyOnWriteArrayList<>())
                    .add(message);
            onTold.run();
            return Outcome.TOLD;
        });
    }

    @Override
    public void close() {}
}
