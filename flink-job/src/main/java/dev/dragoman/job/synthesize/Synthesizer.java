package dev.dragoman.job.synthesize;

import java.util.concurrent.CompletableFuture;

/** Speaks text. Safe for use by many threads; never blocks. */
public interface Synthesizer extends AutoCloseable {

    /**
     * Speaks a text. Asking twice is harmless.
     *
     * @param text plain text: whatever it holds is spoken, not obeyed; at most 3,000 characters (the
     *     quota of Amazon Polly)
     * @return MP3, 24 kHz, one channel; or a failure with a {@link
     *     dev.dragoman.job.service.ServiceException}
     */
    CompletableFuture<byte[]> speak(String text, Voice voice);

    @Override
    void close();
}
