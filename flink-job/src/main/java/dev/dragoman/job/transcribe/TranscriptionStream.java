package dev.dragoman.job.transcribe;

/** The sending half of one stream to a {@link Transcriber}. No method blocks or throws. */
public interface TranscriptionStream {

    /**
     * Queues audio: 16 kHz, one channel, signed 16-bit little-endian; 50 to 200 ms is what services
     * want. After {@link #end()}, {@link #abort()} or a last event it does nothing.
     */
    void send(byte[] pcm);

    /** Says that no audio follows. The service answers with its last results and then ends the stream. */
    void end();

    /** Drops the stream at once. The listener may still be told what was under way, and then no more. */
    void abort();
}
