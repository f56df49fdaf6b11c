package dev.dragoman.ingest;

import dev.dragoman.protocol.InterpretationItem;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Interpretations in memory. */
final class InMemoryInterpretations implements Interpretations {

    final Faults faults = new Faults();
    final List<InterpretationItem> items = new CopyOnWriteArrayList<>();

    @Override
    public List<InterpretationItem> since(String sessionId, String language, long sinceMillis, int most)
            throws UnavailableException {
        return faults.during(
                "interpretation table",
                () -> items.stream()
                        .filter(item -> item.sessionLanguage().equals(InterpretationItem.key(sessionId, language)))
                        .filter(item -> item.mediaStartMillis() >= sinceMillis)
                        .sorted(Comparator.comparingLong(InterpretationItem::mediaStartMillis))
                        .limit(most)
                        .toList());
    }

    @Override
    public OptionalLong newest(String sessionId, String language) throws UnavailableException {
        return faults.during(
                "interpretation table",
                () -> items.stream()
                        .filter(item -> item.sessionLanguage().equals(InterpretationItem.key(sessionId, language)))
                        .mapToLong(InterpretationItem::mediaStartMillis)
                        .max());
    }
}
