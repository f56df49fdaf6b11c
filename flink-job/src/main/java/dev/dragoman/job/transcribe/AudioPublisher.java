package dev.dragoman.job.transcribe;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.transcribestreaming.model.AudioEvent;
import software.amazon.awssdk.services.transcribestreaming.model.AudioStream;

/**
 * Hands queued audio to the SDK as fast as it asks. Every piece is handed over once and in order.
 * The queue has no bound of its own: whoever sends bounds what is unrecognised. Thread-safe; the
 * subscriber is called by one thread at a time.
 */
final class AudioPublisher implements Publisher<AudioStream> {

    private final Object lock = new Object();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private @Nullable Subscriber<? super AudioStream> subscriber;
    private long demand;
    private boolean ended;
    /** Nothing more is to be said: cancelled, or completion was told. */
    private boolean over;
    /** Some thread is handing over; others leave their work to it. */
    private boolean handing;

    void send(byte[] pcm) {
        synchronized (lock) {
            if (ended || over) {
                return;
            }
            waiting.add(pcm);
        }
        handOver();
    }

    void end() {
        synchronized (lock) {
            ended = true;
        }
        handOver();
    }

    void abort() {
        synchronized (lock) {
            over = true;
            waiting.clear();
        }
    }

    @Override
    public void subscribe(Subscriber<? super AudioStream> newcomer) {
        boolean second;
        synchronized (lock) {
            second = subscriber != null;
            if (!second) {
                subscriber = newcomer;
            }
        }
        newcomer.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                synchronized (lock) {
                    demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                }
                handOver();
            }

            @Override
            public void cancel() {
                abort();
            }
        });
        if (second) {
            newcomer.onError(new IllegalStateException("audio is sent once; this stream has been sent"));
        }
    }

    /** Gives the subscriber what it asked for, until nothing is left to give. */
    private void handOver() {
        while (true) {
            Subscriber<? super AudioStream> to;
            byte[] pcm;
            synchronized (lock) {
                if (handing || over || subscriber == null) {
                    return;
                }
                pcm = demand > 0 ? waiting.poll() : null;
                if (pcm == null && !(ended && waiting.isEmpty())) {
                    return;
                }
                to = subscriber;
                handing = true;
                if (pcm == null) {
                    over = true;
                } else {
                    demand--;
                }
            }
            try {
                if (pcm == null) {
                    to.onComplete();
                } else {
                    to.onNext(AudioEvent.builder()
                            .audioChunk(SdkBytes.fromByteArrayUnsafe(pcm))
                            .build());
                }
            } finally {
                synchronized (lock) {
                    handing = false;
                }
            }
        }
    }
}
