package dev.dragoman.bench;

/**
 * A way from chunks to PCM, for one session. Closing it waits for its child processes, so that their CPU time is
 * counted.
 */
interface Design extends AutoCloseable {

    /** Takes the next chunk and does all that can be done with it; measures what it does for each batch. */
    void chunk(byte[] chunk) throws Exception;

    /**
     * Ends the session.
     *
     * @return how many samples at 16 kHz came out in all
     */
    long finish() throws Exception;

    /** How long batches took from their last chunk to their PCM. */
    Latencies latencies();

    @Override
    void close();
}
