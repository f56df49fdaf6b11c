package dev.dragoman.job.watch;

import java.util.concurrent.CompletableFuture;

/**
 * Ends sessions that nobody else ends. Safe for use by many threads; never blocks. Failures are {@link
 * dev.dragoman.job.service.ServiceException}s.
 */
public interface SessionEnder extends AutoCloseable {

    /**
     * Ends a session unless its speaker is connected after all: nothing more is taken from then on, and
     * its end is on the stream. Ending again, after a lost answer or a restore, repeats the latter.
     *
     * @return whether it is ended; not if its speaker is back, or nobody knows the session
     */
    CompletableFuture<Boolean> end(String sessionId);

    @Override
    void close();
}
