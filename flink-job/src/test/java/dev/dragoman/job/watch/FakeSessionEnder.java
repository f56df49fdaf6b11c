package dev.dragoman.job.watch;

import dev.dragoman.job.service.Faults;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An ender in memory: sessions, their speakers, who is connected, and what was said on the stream. */
final class FakeSessionEnder implements SessionEnder {

    final Faults faults = new Faults();

    private final Map<String, String> speakers = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final List<String> said = new CopyOnWriteArrayList<>();

    void begins(String sessionId, String speakerConnectionId) {
        speakers.put(sessionId, speakerConnectionId);
    }

    void connects(String connectionId) {
        connected.add(connectionId);
    }

    boolean isLive(String sessionId) {
        return !ended.contains(sessionId);
    }

    int saidEnds(String sessionId) {
        return (int) said.stream().filter(sessionId::equals).count();
    }

    @Override
    public CompletableFuture<Boolean> end(String sessionId) {
        return faults.call(() -> {
            String speaker = speakers.get(sessionId);
            if (speaker == null || (isLive(sessionId) && connected.contains(speaker))) {
                return false;
            }
            ended.add(sessionId);
            said.add(sessionId);
            return true;
        });
    }

    @Override
    public void close() {}
}
