package dev.dragoman.ingest;

import dev.dragoman.protocol.ChunkPlace;
import java.util.List;

/** Keeps chunks until the job has fetched them. Safe for use by many threads. */
interface ChunkStore {

    /** How many chunks are listed at most: more than a client keeps, two minutes of four a second. */
    int MOST_LISTED = 600;

    /**
     * Stores a chunk. When this returns, a reader finds exactly these bytes; storing again under the
     * same key replaces them.
     *
     * @param bytes the chunk; may be empty
     * @throws UnavailableException if it may not be stored
     */
    Location put(String key, byte[] bytes) throws UnavailableException;

    /**
     * The chunks of a session that are stored, from a place on, in order; at most {@link
     * #MOST_LISTED}.
     *
     * @throws UnavailableException if they can't be listed
     */
    List<Stored> from(String sessionId, ChunkPlace place) throws UnavailableException;

    /** Where an object lies in S3. */
    record Location(String bucket, String key) {}

    /** A chunk that is stored. */
    record Stored(int recording, int sequence, Location location, int bytes) {}
}
