package dev.dragoman.ingest;

/** Makes addresses at which a listener can fetch speech. Safe for use by many threads. */
interface SpeechLinks {

    /**
     * An address for one object, good for ten minutes.
     *
     * @param key the object's key
     * @throws UnavailableException if none can be made
     */
    String of(String key) throws UnavailableException;
}
