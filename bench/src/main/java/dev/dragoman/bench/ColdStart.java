package dev.dragoman.bench;

import dev.dragoman.ingest.IngestHandler;

/** One life of the function in a fresh JVM: builds the handler, creates a session, takes a chunk, and says how long each took. */
final class ColdStart {

    private ColdStart() {}

    /** Prints three numbers of milliseconds. */
    public static void main(String[] args) throws Exception {
        long start = System.nanoTime();
        IngestHandler handler = new IngestHandler();
        long built = System.nanoTime();
        IngestCalls calls = new IngestCalls(handler);
        long created = System.nanoTime();
        calls.send(calls.nextChunk());
        long taken = System.nanoTime();
        System.out.printf(
                "%d %d %d%n",
                (built - start) / 1_000_000, (created - built) / 1_000_000, (taken - created) / 1_000_000);
    }
}
