package dev.dragoman.local.transcribe;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises one stream off the network's thread: sound is taken in order by one thread at a time, and
 * streams take turns on the threads there are. Always ends in exactly one of {@link Listener#ended},
 * {@link Listener#failed} or, after {@link #cancel}, silence; gives its recognizer back in each case.
 * Safe to use from many threads.
 */
final class StreamSession {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    /** How much sound is heard before another stream gets its turn: 100 ms. */
    private static final int TURN_BYTES = Recognizer.SAMPLE_RATE * 2 / 10;

    /** Hears what becomes of a stream, on the recognising threads. */
    interface Listener {
        void result(Result result);

        /** So many bytes of sound have been heard and no longer take memory. */
        void heard(int bytes);

        void ended();

        void failed(RuntimeException reason);
    }

    private final Executor threads;
    private final Recognizers pool;
    private final Function<Recognizer, Hearing> hearings;
    private final Listener listener;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private boolean endWaiting;
    private boolean cancelled;
    private boolean running;
    private boolean over;

    // Used only by the thread whose turn it is.
    private @Nullable Recognizer recognizer;
    private @Nullable Hearing hearing;

    StreamSession(Executor threads, Recognizers pool, Function<Recognizer, Hearing> hearings, Listener listener) {
        this.threads = threads;
        this.pool = pool;
        this.hearings = hearings;
        this.listener = listener;
    }

    /** Gets its recognizer ready. */
    synchronized void start() {
        wake();
    }

    /** More sound. */
    synchronized void audio(byte[] pcm) {
        waiting.add(pcm);
        waitingBytes.addAndGet(pcm.length);
        wake();
    }

    /** No more sound will come; what is waiting is still heard. */
    synchronized void endOfAudio() {
        endWaiting = true;
        wake();
    }

    /** Nobody listens any more. */
    synchronized void cancel() {
        cancelled = true;
        waiting.clear();
        wake();
    }

    /** Bytes of sound that have not been heard yet. */
    long waitingBytes() {
        return waitingBytes.get();
    }

    private void wake() {
        if (!running && !over) {
            running = true;
            try {
                threads.execute(this::turn);
            } catch (RejectedExecutionException e) {
                LOG.debug("The endpoint is closing; this stream goes with it", e);
            }
        }
    }

    private void turn() {
        try {
            int heard = 0;
            while (heard < TURN_BYTES) {
                byte[] next;
                boolean finished;
                synchronized (this) {
                    next = waiting.poll();
                    finished = cancelled || (next == null && endWaiting);
                    over |= finished;
                }
                if (finished) {
                    finish();
                    return;
                }
                Hearing mine = hearing();
                if (next == null) {
                    break;
                }
                mine.hear(next);
                waitingBytes.addAndGet(-next.length);
                listener.heard(next.length);
                heard += next.length;
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                over = true;
            }
            release();
            listener.failed(e);
            return;
        }
        synchronized (this) {
            running = false;
            if (!waiting.isEmpty() || endWaiting || cancelled) {
                wake();
            }
        }
    }

    private Hearing hearing() {
        if (hearing == null) {
            recognizer = pool.take();
            hearing = hearings.apply(recognizer);
        }
        return hearing;
    }

    private void finish() {
        boolean told;
        synchronized (this) {
            told = !cancelled;
        }
        if (told && hearing != null) {
            hearing.end();
        }
        release();
        if (told) {
            listener.ended();
        }
    }

    private void release() {
        if (recognizer != null) {
            pool.giveBack(recognizer);
            recognizer = null;
            hearing = null;
        }
    }
}
