package dev.dragoman.ingest;

import dev.dragoman.protocol.StreamEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stream in memory. */
final class InMemoryEventStream implements EventStream {

    final Faults faults = new Faults();
    final List<StreamEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void put(StreamEvent event) throws UnavailableException {
        faults.during("event stream", () -> events.add(event));
    }

    @Override
    public void putAll(List<? extends StreamEvent> some) throws UnavailableException {
        faults.during("event stream", () -> events.addAll(some));
    }
}
