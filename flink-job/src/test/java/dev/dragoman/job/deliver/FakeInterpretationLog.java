package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Faults;
import dev.dragoman.protocol.InterpretationItem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A log in memory. */
final class FakeInterpretationLog implements InterpretationLog {

    final Faults faults = new Faults();

    private final Map<String, InterpretationItem> items = new TreeMap<>();

    @Override
    public CompletableFuture<Void> keep(InterpretationItem interpretation) {
        return faults.call(() -> {
            synchronized (items) {
                items.put(interpretation.sessionLanguage() + " " + interpretation.mediaStartMillis(), interpretation);
            }
            return null;
        });
    }

    /** What is in it. */
    List<InterpretationItem> kept() {
        synchronized (items) {
            return List.copyOf(items.values());
        }
    }

    @Override
    public void close() {}
}
