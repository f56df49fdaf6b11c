package dev.dragoman.job.deliver;

import java.util.concurrent.CompletableFuture;

/** Keeps speech where a browser can fetch it. Safe for use by many threads; never blocks. */
public interface AudioStore extends AutoCloseable {

    /**
     * Stores an object under its key; storing again overwrites.
     *
     * @return a URL with which anybody can GET this one object, for as long as the store was told; or
     *     a failure with a {@link dev.dragoman.job.service.ServiceException}
     */
    CompletableFuture<String> put(String key, byte[] mp3);

    @Override
    void close();
}
