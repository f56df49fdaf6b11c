package dev.dragoman.ingest;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers a bounded number of things, each for a while; the oldest give way. Safe for use by many
 * threads.
 */
final class Remembered<T> {

    private final int most;
    private final Clock clock;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    Remembered(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** What is remembered under a name, or null. */
    synchronized @Nullable T find(String name) {
        Entry<T> entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        if (clock.millis() >= entry.untilMillis()) {
            entries.remove(name);
            return null;
        }
        return entry.what();
    }

    /** Remembers something until a time, in milliseconds since 1970. */
    synchronized void put(String name, T what, long untilMillis) {
        entries.remove(name);
        if (entries.size() >= most) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(name, new Entry<>(what, untilMillis));
    }

    /** Forgets what is under a name. */
    synchronized void forget(String name) {
        entries.remove(name);
    }

    private record Entry<T>(T what, long untilMillis) {}
}
