package dev.dragoman.job.synthesize;

import java.util.concurrent.CompletableFuture;

/** Speaks text. Safe for use by many threads; never blocks. */
public interface Synthesizer extends AutoCloseable {

    /**
     * How much text {@link #speak} takes, as {@link Ssml#size} counts. Amazon Polly takes 3,000
     * characters without markup and 6,000 with it.
     */
    int MOST_SIZE = 5_900;

    /**
     * Speaks a text. Asking twice is harmless.
     *
     * @param text plain text: whatever it holds is spoken, not obeyed; at most {@link #MOST_SIZE}
     * @param percent how fast, of the voice's own speed: 20 to 200
     * @return MP3, one channel; or a failure with a {@link
     *     dev.dragoman.job.service.ServiceException}
     */
    CompletableFuture<byte[]> speak(String text, Voice voice, int percent);

    @Override
    void close();
}
