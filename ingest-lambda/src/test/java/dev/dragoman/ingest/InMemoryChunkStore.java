package dev.dragoman.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Chunks in memory. */
final class InMemoryChunkStore implements ChunkStore {

    static final String BUCKET = "talks";

    final Faults faults = new Faults();
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final AtomicInteger puts = new AtomicInteger();

    @Override
    public Location put(String key, byte[] bytes) throws UnavailableException {
        return faults.during("chunk store", () -> {
            puts.incrementAndGet();
            objects.put(key, bytes.clone());
            return new Location(BUCKET, key);
        });
    }
}
