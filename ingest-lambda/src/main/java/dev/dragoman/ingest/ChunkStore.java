package dev.dragoman.ingest;

/** Keeps chunks until the job has fetched them. Safe for use by many threads. */
interface ChunkStore {

    /**
     * Stores a chunk. When this returns, a reader finds exactly these bytes; storing again under the
     * same key replaces them.
     *
     * @param bytes the chunk; may be empty
     * @throws UnavailableException if it may not be stored
     */
    Location put(String key, byte[] bytes) throws UnavailableException;

    /** Where an object lies in S3. */
    record Location(String bucket, String key) {}
}
