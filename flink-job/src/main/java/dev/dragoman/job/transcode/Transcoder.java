package dev.dragoman.job.transcode;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;

/** Decodes batches. Safe for use by many threads; nothing blocks. */
public interface Transcoder extends AutoCloseable {

    /**
     * Decodes one batch. Batches may be done in any order.
     *
     * @param batch a batch with samples
     * @return its sound without the preroll, exactly a third of the batch's samples; or fails with
     *     {@link TranscodeException}. Cancelling it ends the work
     */
    CompletableFuture<Pcm> transcode(Batch batch);

    /** Ends all work under way: what is not done fails with {@link TranscodeException.Reason#CLOSED}. */
    @Override
    void close();

    /** Makes the transcoder where the job runs. */
    interface Factory extends Serializable {
        /**
         * Makes it ready; the caller closes it.
         *
         * @throws IOException if it can't work on this machine; the message says why
         */
        Transcoder open() throws IOException;
    }
}
