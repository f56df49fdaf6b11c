package dev.dragoman.job.chunk;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Chunks in memory, with fault knobs. */
final class FakeChunkStore implements ChunkStore {

    private final Map<String, byte[]> chunks = new ConcurrentHashMap<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile boolean silent;

    FakeChunkStore with(String key, byte... bytes) {
        chunks.put(key, bytes);
        return this;
    }

    /** The next so many answers are errors that may pass. */
    FakeChunkStore failing(int times) {
        failuresLeft.set(times);
        return this;
    }

    /** No answer ever comes. */
    FakeChunkStore silent() {
        silent = true;
        return this;
    }

    @Override
    public CompletableFuture<byte[]> get(String bucket, String key) {
        if (silent) {
            return new CompletableFuture<>();
        }
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedFuture(new IllegalStateException("slow down"));
        }
        byte[] bytes = chunks.get(key);
        return bytes == null
                ? CompletableFuture.failedFuture(new ChunkNotFoundException(bucket, key))
                : CompletableFuture.completedFuture(bytes);
    }

    @Override
    public void close() {}
}
