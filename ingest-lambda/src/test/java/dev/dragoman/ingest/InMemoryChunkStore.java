package dev.dragoman.ingest;

import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.S3Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Chunks in memory. */
final class InMemoryChunkStore implements ChunkStore {

    static final String BUCKET = "talks";

    final Faults faults = new Faults();
    final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final AtomicInteger puts = new AtomicInteger();

    @Override
    public Location put(String key, byte[] bytes) throws UnavailableException {
        return faults.during("chunk store", () -> {
            puts.incrementAndGet();
            objects.put(key, bytes.clone());
            return new Location(BUCKET, key);
        });
    }

    @Override
    public List<Stored> from(String sessionId, ChunkPlace place) throws UnavailableException {
        return faults.during("chunk store", () -> {
            List<Stored> stored = new ArrayList<>();
            objects.tailMap(S3Keys.chunk(sessionId, place.recording(), place.sequence()), true)
                    .forEach((key, bytes) -> S3Keys.chunkPlace(key)
                            .filter(at -> key.startsWith(S3Keys.chunks(sessionId)) && stored.size() < MOST_LISTED)
                            .ifPresent(at -> stored.add(new Stored(
                                    at.recording(), at.sequence(), new Location(BUCKET, key), bytes.length))));
            return stored;
        });
    }
}
