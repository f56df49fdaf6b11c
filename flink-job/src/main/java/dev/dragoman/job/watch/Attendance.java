package dev.dragoman.job.watch;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who is connected. Safe for use by many threads; never blocks. Failures are {@link
 * dev.dragoman.job.service.ServiceException}s.
 */
public interface Attendance extends AutoCloseable {

    /**
     * Who is there.
     *
     * @param listeners how many listen, by language; languages without anybody are left out
     * @param speaker whether the speaker is connected
     */
    record Present(Map<String, Integer> listeners, boolean speaker) {

        /** How many are there in all. */
        int connections() {
            return listeners.values().stream().mapToInt(Integer::intValue).sum() + (speaker ? 1 : 0);
        }
    }

    /** Who is connected to a session now. */
    CompletableFuture<Present> of(String sessionId);

    @Override
    void close();
}
