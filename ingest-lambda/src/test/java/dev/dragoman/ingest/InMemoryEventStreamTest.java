package dev.dragoman.ingest;

import dev.dragoman.protocol.StreamEvent;
import java.util.List;

class InMemoryEventStreamTest extends EventStreamContract {

    private final InMemoryEventStream stream = new InMemoryEventStream();

    @Override
    EventStream stream() {
        return stream;
    }

    @Override
    List<StreamEvent> eventsOf(String sessionId) {
        return stream.events.stream()
                .filter(event -> event.sessionId().equals(sessionId))
                .toList();
    }
}
