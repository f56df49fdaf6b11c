package dev.dragoman.job.deliver;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who listens to what. Safe for use by many threads; never blocks. Failures are {@link
 * dev.dragoman.job.service.ServiceException}s.
 */
public interface ListenerDirectory extends AutoCloseable {

    /**
     * The languages that somebody listens to now, or did until a moment ago and may come back to; the
     * speaker is no listener.
     */
    CompletableFuture<Set<String>> languages(String sessionId);

    /**
     * The connections of a session in one language where somebody is.
     *
     * @param language the language, or {@link dev.dragoman.protocol.ConnectionItem#SPEAKER}
     */
    CompletableFuture<List<String>> connections(String sessionId, String language);

    /** All connections of a session where somebody is, the speaker's too. */
    CompletableFuture<List<String>> everyone(String sessionId);

    /**
     * Notes that a connection is gone: nobody is told anything there, and what a listener listened to
     * counts for {@link dev.dragoman.protocol.ConnectionItem#KEPT_SECONDS} more. Noting it twice, or of
     * one that never was, is harmless.
     */
    CompletableFuture<Void> remove(String connectionId);

    @Override
    void close();
}
