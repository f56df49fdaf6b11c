package dev.dragoman.job.deliver;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers outside of the job up to which media time each language's listeners have been told. The
 * job's own state goes back to a checkpoint after a failure; what was told in between stays told.
 * Safe for use by many threads; never blocks. Failures are {@link
 * dev.dragoman.job.service.ServiceException}s.
 */
public interface DeliveryLog extends AutoCloseable {

    /** By language, the media time up to which its listeners have been told; empty if none was written. */
    CompletableFuture<Map<String, Long>> toldUntil(String sessionId);

    /**
     * Notes that a language's listeners have been told up to a media time. What was noted never goes
     * back: repeated, late and out of order are harmless. Of a session that is forgotten nothing is
     * noted.
     */
    CompletableFuture<Void> told(String sessionId, String language, long mediaMillis);

    @Override
    void close();
}
