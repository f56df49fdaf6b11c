package dev.dragoman.job.deliver;

import java.util.concurrent.CompletableFuture;

/** Tells a connection something. Safe for use by many threads; never blocks. */
public interface Notifier extends AutoCloseable {

    /** What became of a message. */
    enum Outcome {
        /** It is on its way to the client. */
        TOLD,
        /** Nobody is there any more, nor will be: connection ids are not used again. */
        GONE
    }

    /**
     * Tells it. Two calls for one connection that overlap may arrive in any order.
     *
     * @param message at most 128 KB in UTF-8
     * @return what became of it; or a failure with a {@link
     *     dev.dragoman.job.service.ServiceException}
     */
    CompletableFuture<Outcome> tell(String connectionId, String message);

    @Override
    void close();
}
