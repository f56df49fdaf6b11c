package dev.dragoman.local.transcribe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a few recognizers warm, because making one takes 0.3 s. Every recognizer that it gives is as
 * good as new: one that comes back is renewed before it is given again. When many streams begin at
 * once, the callers make what is missing themselves. Safe to use from many threads.
 */
final class RecognizerPool implements Recognizers {

    private static final Logger LOG = LoggerFactory.getLogger(RecognizerPool.class);

    private final Duration endpointSilence;
    private final int keepWarm;
    private final Deque<PocketSphinxRecognizer> warm = new ArrayDeque<>();
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "transcribe-warm-up");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /**
     * Makes the first recognizer at once, so that a missing engine shows here, and the others in the
     * background.
     *
     * @param keepWarm how many wait for a stream; each takes about 100 MB
     */
    RecognizerPool(Duration endpointSilence, int keepWarm) {
        this.endpointSilence = endpointSilence;
        this.keepWarm = keepWarm;
        keep(PocketSphinxRecognizer.create(endpointSilence));
        refill();
    }

    /** A recognizer that has heard nothing. Takes 0.3 s of CPU when none is warm. */
    @Override
    public Recognizer take() {
        PocketSphinxRecognizer ready;
        synchronized (this) {
            ready = warm.poll();
        }
        refill();
        return ready == null ? PocketSphinxRecognizer.create(endpointSilence) : ready;
    }

    @Override
    public void giveBack(Recognizer used) {
        boolean accepted = inBackground(() -> {
            if (used instanceof PocketSphinxRecognizer recognizer && hasRoom()) {
                recognizer.renew();
                keep(recognizer);
            } else {
                used.close();
            }
        });
        if (!accepted) {
            used.close();
        }
    }

    private void refill() {
        inBackground(() -> {
            while (hasRoom()) {
                keep(PocketSphinxRecognizer.create(endpointSilence));
            }
        });
    }

    private synchronized boolean hasRoom() {
        return !closed && warm.size() < keepWarm;
    }

    private void keep(PocketSphinxRecognizer recognizer) {
        synchronized (this) {
            if (hasRoom()) {
                warm.add(recognizer);
                return;
            }
        }
        recognizer.close();
    }

    /** Returns false when the pool is closed. */
    private boolean inBackground(Runnable task) {
        try {
            background.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("A recognizer could not be made ready; the next stream makes its own", e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Deque<PocketSphinxRecognizer> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(warm);
            warm.clear();
        }
        left.forEach(PocketSphinxRecognizer::close);
        background.shutdown();
    }
}
