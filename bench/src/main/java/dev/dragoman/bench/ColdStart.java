package dev.dragoman.bench;

import dev.dragoman.ingest.IngestHandler;

/** One life of the function in a fresh JVM: builds the handler, creates a session, takes a chunk, and says how long each took. */
final class ColdStart {

    private ColdStart() {}

    /**
     * Prints four numbers of milliseconds: from the start of the process to here, for the handler with all that its
     * class needs, for the first request, which creates a session, and for the first chunk.
     *
     * @param args when the process was started, in milliseconds since 1970
     */
    public static void main(String[] args) throws Exception {
        long started = System.currentTimeMillis() - Long.parseLong(args[0]);
        long start = System.nanoTime();
        IngestHandler handler = new IngestHandler();
        long built = System.nanoTime();
        IngestCalls calls = new IngestCalls(handler);
        long created = System.nanoTime();
        calls.send(calls.nextChunk());
        long taken = System.nanoTime();
        System.out.printf(
                "%d %d %d %d%n",
                started, (built - start) / 1_000_000, (created - built) / 1_000_000, (taken - created) / 1_000_000);
    }
}
