package dev.dragoman.job.chunk;

import dev.dragoman.job.model.Chunk;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.SessionInput;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.job.service.StageMetrics;
import dev.dragoman.protocol.ChunkReference;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the bytes of every chunk that a reference names; everything else passes through.
 *
 * <p>Guarantee: every event comes out exactly once, with its bytes or with the reason why there are
 * none. When S3 is slow or fails, a chunk is asked for again, with growing pauses, until the stage's
 * timeout; then, or at once when S3 says that there is no such object, it goes on without bytes (a
 * gap) beside a dead letter. Chunks may overtake each other: reassembly restores their order.
 */
public final class FetchChunks extends RichAsyncFunction<SpeakerEvent, SessionInput> {

    /** The stage's name in dead letters. */
    static final String STAGE = "fetch";

    private final ChunkStore.Factory stores;
    private final long retryDelayMillis;
    private final long timeoutNanos;

    private transient @Nullable ChunkStore store;
    private transient @Nullable StageMetrics metrics;

    /** Fetches from a store, with growing pauses between tries from {@code settings.retryDelay()} on. */
    public FetchChunks(ChunkStore.Factory stores, FetchSettings settings) {
        this.stores = stores;
        this.retryDelayMillis = settings.retryDelay().toMillis();
        this.timeoutNanos = settings.timeout().toNanos();
    }

    @Override
    public void open(OpenContext context) {
        store = stores.open();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), Clock.systemUTC());
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }

    @Override
    public void asyncInvoke(SpeakerEvent event, ResultFuture<SessionInput> result) {
        ChunkReference reference = event.chunk();
        if (reference == null) {
            result.complete(List.of(passed(event)));
            return;
        }
        StageMetrics counted = metrics;
        if (counted == null) {
            result.completeExceptionally(new IllegalStateException("fetching before open()"));
            return;
        }
        long startedMillis = counted.began();
        var unused = fetch(reference, retryDelayMillis, System.nanoTime() + timeoutNanos, counted)
                .whenComplete((bytes, error) -> {
                    counted.ended(startedMillis, error == null);
                    if (error == null) {
                        result.complete(List.of(fetched(event, reference, bytes)));
                    } else {
                        String reason = cause(error) instanceof ChunkNotFoundException
                                ? "CHUNK_NOT_FOUND"
                                : "CHUNK_UNAVAILABLE";
                        result.complete(List.of(missing(event, reference, reason, String.valueOf(cause(error)))));
                    }
                });
    }

    /** The tries took too long: what would have been lost in silence goes on as a gap. */
    @Override
    public void timeout(SpeakerEvent event, ResultFuture<SessionInput> result) {
        ChunkReference reference = event.chunk();
        result.complete(List.of(
                reference == null
                        ? passed(event)
                        : missing(event, reference, "CHUNK_UNAVAILABLE", "S3 did not give it in time")));
    }

    private CompletableFuture<byte[]> fetch(
            ChunkReference reference, long pauseMillis, long giveUpNanos, StageMetrics counted) {
        ChunkStore opened = store;
        if (opened == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("fetching before open()"));
        }
        return opened.get(reference.bucket(), reference.key()).exceptionallyCompose(error -> {
            boolean late = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis) - giveUpNanos > 0;
            if (late || cause(error) instanceof ChunkNotFoundException) {
                return CompletableFuture.failedFuture(error);
            }
            counted.repeated();
            Executor later = CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later)
                    .thenCompose(waited -> fetch(reference, 2 * pauseMillis, giveUpNanos, counted));
        });
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static SessionInput passed(SpeakerEvent event) {
        return new SessionInput(
                event.sessionId(),
                event.serverMillis(),
                event.started(),
                null,
                event.recordingEnded(),
                event.sessionEnded(),
                event.unreadable());
    }

    private static SessionInput fetched(SpeakerEvent event, ChunkReference reference, byte[] bytes) {
        Chunk chunk = new Chunk(reference.recording(), reference.sequence(), location(reference), bytes);
        return new SessionInput(event.sessionId(), event.serverMillis(), null, chunk, null, null, null);
    }

    private static SessionInput missing(SpeakerEvent event, ChunkReference reference, String reason, String detail) {
        Chunk chunk = new Chunk(reference.recording(), reference.sequence(), location(reference), null);
        DeadLetter letter =
                new DeadLetter(STAGE, reason, event.sessionId(), location(reference), detail, event.serverMillis());
        return new SessionInput(event.sessionId(), event.serverMillis(), null, chunk, null, null, letter);
    }

    private static String location(ChunkReference reference) {
        return "s3://" + reference.bucket() + "/" + reference.key();
    }
}
