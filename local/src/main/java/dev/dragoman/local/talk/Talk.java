package dev.dragoman.local.talk;

import dev.dragoman.client.Listener;
import dev.dragoman.client.RealTimeSender;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.Speaker;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Speaks a recorded talk to a running system and listens to it: one listener a language joins first,
 * and one in the source language for what was recognised. It is over when everything spoken has been
 * heard.
 *
 * @param webSocket where the system is
 * @param sourceLanguage the language spoken
 * @param languages the languages to hear
 * @param patience how long after its last chunk a talk may take to be heard
 * @param settings what the speaker chooses
 */
public record Talk(
        URI webSocket, String sourceLanguage, List<String> languages, Duration patience, SessionSettings settings) {

    /** A talk whose speaker chooses nothing. */
    public Talk(URI webSocket, String sourceLanguage, List<String> languages, Duration patience) {
        this(webSocket, sourceLanguage, languages, patience, SessionSettings.defaults());
    }

    /**
     * What came of it.
     *
     * @param report in numbers
     * @param record everything that was heard
     * @param playing what was sent when
     */
    public record Outcome(TalkReport report, TalkRecord record, RealTimeSender.Playing playing) {}

    /**
     * Speaks it, in real time.
     *
     * @param onSession told the session's id before the first chunk
     * @throws TimeoutException if not everything was heard in time
     * @throws Exception if the system refused something or the connection was lost
     */
    public Outcome speak(RecordedTalk recorded, TalkRecord.Watcher watcher, Consumer<String> onSession)
            throws Exception {
        TalkRecord record = new TalkRecord(Clock.systemUTC(), watcher);
        List<Listener> listeners = new ArrayList<>();
        try (Speaker speaker = Speaker.connect(webSocket, message -> {
                    if (message instanceof Problem problem) {
                        record.noteProblem(problem);
                    }
                })
                .join()) {
            String sessionId =
                    speaker.createSession(sourceLanguage, settings).join().sessionId();
            onSession.accept(sessionId);
            List<CompletableFuture<SessionOver>> finished = new ArrayList<>();
            Listener source = Listener.connect(webSocket, record.source()).join();
            listeners.add(source);
            source.join(sessionId, sourceLanguage).join();
            finished.add(source.finished());
            for (String language : languages) {
                Listener listener = Listener.connect(webSocket, record.interpretation(language))
                        .join();
                listeners.add(listener);
                listener.join(sessionId, language).join();
                finished.add(listener.finished());
            }

            RealTimeSender.Playing playing = RealTimeSender.to(speaker).play(recorded);
            record.timedBy(playing::spokenAt);
            playing.finished().join();
            SessionOver over = speaker.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture.allOf(finished.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome(record.report(sessionId, sourceLanguage, over, speaker.counters()), record, playing);
        } finally {
            listeners.forEach(Listener::close);
        }
    }
}
