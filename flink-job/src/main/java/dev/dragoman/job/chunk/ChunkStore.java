package dev.dragoman.job.chunk;

import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/** Where chunks lie. Safe for use by many threads; nothing blocks. */
public interface ChunkStore extends AutoCloseable {

    /**
     * Fetches one chunk.
     *
     * @return its bytes, possibly none; or fails with {@link ChunkNotFoundException} when there is no
     *     such object, with any other exception when the store could not be asked
     */
    CompletableFuture<byte[]> get(String bucket, String key);

    @Override
    void close();

    /** Makes the store where the job runs. */
    interface Factory extends Serializable {
        /** Opens the store; the caller closes it. */
        ChunkStore open();
    }
}
