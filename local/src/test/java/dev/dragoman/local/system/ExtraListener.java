package dev.dragoman.local.system;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.protocol.SessionOver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One more listener of a talk, whose connection is known. */
final class ExtraListener implements AutoCloseable {

    private final Listener listener;
    private final String connectionId;
    private final List<HeardAudio> heard;

    private ExtraListener(Listener listener, String connectionId, List<HeardAudio> heard) {
        this.listener = listener;
        this.connectionId = connectionId;
        this.heard = heard;
    }

    /** Joins. Nobody else may join this session and language meanwhile. */
    static ExtraListener join(LocalSystem system, String sessionId, String language) {
        List<HeardAudio> heard = new CopyOnWriteArrayList<>();
        try {
            List<String> before = system.connections(sessionId, language);
            Listener listener = Listener.connect(system.webSocket(), new ListenerEvents() {
                        @Override
                        public void audio(HeardAudio audio) {
                            heard.add(audio);
                        }
                    })
                    .join();
            listener.join(sessionId, language).join();
            List<String> joined = new ArrayList<>(system.connections(sessionId, language));
            joined.removeAll(before);
            return new ExtraListener(listener, joined.get(0), heard);
        } catch (Exception e) {
            throw new IllegalStateException("a listener could not join", e);
        }
    }

    String connectionId() {
        return connectionId;
    }

    CompletableFuture<SessionOver> finished() {
        return listener.finished();
    }

    /** The media starts of what was heard, in the order in which it was announced. */
    List<Long> heard() {
        return starts(heard.stream()
                .sorted(Comparator.comparing(HeardAudio::announcedAt))
                .toList());
    }

    static List<Long> starts(List<HeardAudio> heard) {
        return heard.stream().map(HeardAudio::mediaStartMillis).toList();
    }

    @Override
    public void close() {
        listener.close();
    }
}
