package dev.dragoman.job.transcode;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.service.StageMetrics;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decodes batches; to be used with {@code orderedWait}, so that a session's sound stays in order.
 *
 * <p>Guarantee: every batch comes out exactly once, with as much sound as it announces. A batch that can't be decoded,
 * or not in time, comes out as silence of its length with a dead letter beside it; a session's end always passes.
 * Nothing is state: after a failure the batches that were under way are decoded again, to the same sound.
 */
public final class TranscodeBatches extends RichAsyncFunction<Batch, Transcoded> {

    private final Transcoder.Factory transcoders;

    private transient @Nullable Transcoder transcoder;
    private transient @Nullable StageMetrics metrics;

    /** Decodes with a transcoder of its own in each subtask. */
    public TranscodeBatches(Transcoder.Factory transcoders) {
        this.transcoders = transcoders;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        transcoder = transcoders.open();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Clock.systemUTC());
    }

    @Override
    public void close() {
        if (transcoder != null) {
            transcoder.close();
        }
    }

    @Override
    public void asyncInvoke(Batch batch, ResultFuture<Transcoded> result) {
        Transcoder opened = transcoder;
        StageMetrics counted = metrics;
        if (opened == null || counted == null) {
            result.completeExceptionally(new IllegalStateException("transcoding before open()"));
            return;
        }
        if (batch.samples48k() == 0) {
            result.complete(List.of(Transcoded.withoutAudio(batch)));
            return;
        }
        long startedMillis = counted.began();
        var unused = opened.transcode(batch).whenComplete((pcm, error) -> {
            counted.ended(startedMillis, error == null);
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            if (cause == null) {
                result.complete(List.of(Transcoded.of(pcm)));
            } else if (cause instanceof TranscodeException failure && failure.reason() != Reason.CLOSED) {
                result.complete(List.of(
                        Transcoded.silence(batch, failure.reason().name(), String.valueOf(failure.getMessage()))));
            } else {
                // The subtask is ending, or this is a mistake of ours: the batch is done again after the restart.
                result.completeExceptionally(cause);
            }
        });
    }

    /** The transcoder did not even answer in time: what would have been lost goes on as silence. */
    @Override
    public void timeout(Batch batch, ResultFuture<Transcoded> result) {
        result.complete(List.of(Transcoded.silence(batch, Reason.TIMEOUT.name(), "no answer from the transcoder")));
    }
}
