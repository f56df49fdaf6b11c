package dev.dragoman.local.system;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.protocol.Skipped;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What one listener of a session hears in a language. */
final class Heard implements ListenerEvents, AutoCloseable {

    private final List<HeardAudio> audio = new CopyOnWriteArrayList<>();
    private final List<Skipped> skipped = new CopyOnWriteArrayList<>();
    private final Listener listener;

    private Heard(LocalSystem system) {
        this.listener = Listener.connect(system.webSocket(), this).join();
    }

    static Heard join(LocalSystem system, String sessionId, String language) {
        Heard heard = new Heard(system);
        heard.listener.join(sessionId, language).join();
        return heard;
    }

    @Override
    public void audio(HeardAudio one) {
        audio.add(one);
    }

    @Override
    public void skipped(Skipped one) {
        skipped.add(one);
    }

    /** Waits for the end of the session. */
    Heard toTheEnd() throws Exception {
        listener.finished().get(60, TimeUnit.SECONDS);
        return this;
    }

    int count() {
        return audio.size();
    }

    List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** Where each utterance starts, in the order in which they were announced. */
    List<Long> starts() {
        return audio.stream()
                .sorted(Comparator.comparing(HeardAudio::announcedAt))
                .map(HeardAudio::mediaStartMillis)
                .toList();
    }

    /** The words as they were spoken, in media order. */
    String words() {
        return audio.stream()
                .sorted(Comparator.comparingLong(HeardAudio::mediaStartMillis))
                .map(HeardAudio::sourceText)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        listener.close();
    }
}
