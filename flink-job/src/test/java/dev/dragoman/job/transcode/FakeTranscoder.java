package dev.dragoman.job.transcode;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.transcode.TranscodeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Hums instead of decoding. Its knobs: hold answers back, lose one, fail the next ones, refuse what is not WebM. */
final class FakeTranscoder implements Transcoder {

    private static final byte[] EBML = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3};
    private static final byte HUM = 7;

    private final List<Batch> asked = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final List<CompletableFuture<Pcm>> open = new ArrayList<>();
    private final Queue<Reason> failures = new ArrayDeque<>();
    private boolean holding;
    private boolean losing;
    private boolean closed;

    /** Answers only when {@link #release} is called. */
    synchronized void hold() {
        holding = true;
    }

    /** Gives the answer to the held batch with this index; answers may be given in any order. */
    synchronized void release(int index) {
        held.get(index).run();
    }

    /** Never answers again. */
    synchronized void loseAnswers() {
        losing = true;
    }

    /** Fails the next batch. */
    synchronized void failNext(Reason reason) {
        failures.add(reason);
    }

    synchronized List<Batch> asked() {
        return List.copyOf(asked);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized CompletableFuture<Pcm> transcode(Batch batch) {
        asked.add(batch);
        CompletableFuture<Pcm> result = new CompletableFuture<>();
        open.add(result);
        Reason failure = closed ? Reason.CLOSED : failures.poll();
        Runnable answer = () -> answer(batch, result, failure);
        if (losing) {
            return result;
        }
        if (holding && !closed) {
            held.add(answer);
        } else {
            answer.run();
        }
        return result;
    }

    private static void answer(Batch batch, CompletableFuture<Pcm> result, Reason failure) {
        byte[] webm = batch.webm();
        if (failure != null) {
            result.completeExceptionally(new TranscodeException(failure, "as told"));
        } else if (webm.length < EBML.length || !Arrays.equals(EBML, 0, 4, webm, 0, 4)) {
            result.completeExceptionally(new TranscodeException(Reason.UNDECODABLE, "not WebM"));
        } else {
            byte[] hum = new byte[batch.samples48k() / 3 * 2];
            Arrays.fill(hum, HUM);
            result.complete(new Pcm(
                    batch.session(),
                    batch.serverMillis(),
                    batch.mediaStart48k() / 3,
                    hum,
                    batch.endOfSession(),
                    batch.gaps()));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(result -> result.completeExceptionally(new TranscodeException(Reason.CLOSED, "closed")));
    }
}
