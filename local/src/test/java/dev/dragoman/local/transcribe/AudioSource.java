package dev.dragoman.local.transcribe;

import java.util.ArrayDeque;
import java.util.Queue;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.transcribestreaming.model.AudioStream;

/** A request's audio: keeps what is added until the client asks for it. For one subscriber. */
final class AudioSource implements Publisher<AudioStream>, Subscription {

    private final Queue<AudioStream> waiting = new ArrayDeque<>();
    private Subscriber<? super AudioStream> subscriber;
    private long asked;
    private boolean ended;
    private boolean passingOn;

    synchronized void add(AudioStream event) {
        waiting.add(event);
        passOn();
    }

    synchronized void end() {
        ended = true;
        passOn();
    }

    @Override
    public synchronized void subscribe(Subscriber<? super AudioStream> to) {
        subscriber = to;
        to.onSubscribe(this);
        passOn();
    }

    @Override
    public synchronized void request(long more) {
        asked += more;
        passOn();
    }

    @Override
    public synchronized void cancel() {
        subscriber = null;
    }

    private void passOn() {
        if (passingOn) {
            return;
        }
        passingOn = true;
        while (subscriber != null && asked > 0 && !waiting.isEmpty()) {
            asked--;
            subscriber.onNext(waiting.remove());
        }
        if (subscriber != null && waiting.isEmpty() && ended) {
            subscriber.onComplete();
            subscriber = null;
        }
        passingOn = false;
    }
}
