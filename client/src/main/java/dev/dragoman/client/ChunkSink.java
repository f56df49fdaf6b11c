package dev.dragoman.client;

/** Where a recorder's chunks go. */
public interface ChunkSink {

    /** A new run of the recorder begins. If this is never called, the first chunk begins the first. */
    void startRecording();

    /**
     * Takes a chunk as the recorder gave it.
     *
     * @param bytes any number, 0 included
     */
    void send(byte[] bytes);

    /**
     * Takes the last chunk of a recorder that has stopped, so that nobody waits for another.
     *
     * @param bytes any number, 0 included
     */
    default void sendLast(byte[] bytes) {
        send(bytes);
    }

    /** Counts a chunk that there was but that is lost: it keeps its number and never comes. */
    void skip();
}
