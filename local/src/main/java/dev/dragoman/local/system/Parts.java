package dev.dragoman.local.system;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What a system is made of: stopped as a whole, the last started first, also when one of them fails to stop.
 * Parts may be added by several threads at once.
 */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(Parts.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** Adds a part that has just been started. */
    <T extends AutoCloseable> T add(T part) {
        synchronized (started) {
            started.push(part);
        }
        return part;
    }

    /** Stops all of them; with none left nothing happens. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the system could not stop", e);
            }
        }
    }
}
