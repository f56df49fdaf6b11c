package dev.dragoman.job.transcribe;

import java.util.function.Consumer;

/**
 * A service that turns a stream of audio into a stream of text. Thread-safe; nothing in it blocks
 * or throws because of the service: whatever happens to a stream is told to its listener.
 */
public interface Transcriber extends AutoCloseable {

    /**
     * Opens a stream. Audio may be sent at once, before the service has answered.
     *
     * @param listener is told, on any thread but one at a time: {@link StreamEvent.Opened} first if the service took
     *     the stream, then results, and exactly one last event, {@link StreamEvent.Ended} or {@link
     *     StreamEvent.Failed}. It must not block
     */
    TranscriptionStream open(StreamRequest request, Consumer<StreamEvent> listener);

    /** Lets go of connections and threads; streams still open fail. */
    @Override
    void close();
}
