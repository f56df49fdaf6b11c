package dev.dragoman.local.talk;

import dev.dragoman.client.LineOptions;
import dev.dragoman.client.Listener;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.client.ListenerOptions;
import dev.dragoman.client.RealTimeSender;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.client.Speaker;
import dev.dragoman.client.SpeakerOptions;
import dev.dragoman.client.TokenSource;
import dev.dragoman.client.Transport;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.SessionAccess;
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
import org.jspecify.annotations.Nullable;

/**
 * Speaks a recorded talk to a running system and listens to it: one listener a language joins first,
 * and one in the source language for what was recognised. It is over when everything spoken has been
 * heard.
 *
 * @param webSocket where the system is
 * @param tokens who speaks
 * @param sourceLanguage the language spoken
 * @param languages the languages to hear
 * @param patience how long after its last chunk a talk may take to be heard
 * @param settings what the speaker chooses
 * @param passcode what listeners have to know; null if anybody may listen
 * @param line how everybody's connections are kept up
 * @param heardAt where the listeners connect
 */
public record Talk(
        URI webSocket,
        TokenSource tokens,
        String sourceLanguage,
        List<String> languages,
        Duration patience,
        SessionSettings settings,
        @Nullable String passcode,
        LineOptions line,
        URI heardAt) {

    /** A talk that anybody may listen to. */
    public Talk(
            URI webSocket,
            TokenSource tokens,
            String sourceLanguage,
            List<String> languages,
            Duration patience,
            SessionSettings settings) {
        this(webSocket, tokens, sourceLanguage, languages, patience, settings, null, LineOptions.defaults(), webSocket);
    }

    private static final Duration LEAVING = Duration.ofSeconds(5);

    /** A talk whose speaker chooses nothing. */
    public Talk(URI webSocket, TokenSource tokens, String sourceLanguage, List<String> languages, Duration patience) {
        this(webSocket, tokens, sourceLanguage, languages, patience, SessionSettings.defaults());
    }

    /** The same with a passcode. */
    public Talk withPasscode(@Nullable String other) {
        return new Talk(webSocket, tokens, sourceLanguage, languages, patience, settings, other, line, heardAt);
    }

    /** The same with other lines. */
    public Talk with(LineOptions other) {
        return new Talk(webSocket, tokens, sourceLanguage, languages, patience, settings, passcode, other, heardAt);
    }

    /** The same with listeners who connect elsewhere. */
    public Talk heardAt(URI other) {
        return new Talk(webSocket, tokens, sourceLanguage, languages, patience, settings, passcode, line, other);
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
     * Speaks it, in real time. Whatever goes wrong, the session does not stay behind.
     *
     * @param onSession told the session's id before the first chunk
     * @throws TimeoutException if not everything was heard in time
     * @throws Exception if the system refused something or the connection was lost
     */
    public Outcome speak(RecordedTalk recorded, TalkRecord.Watcher watcher, Consumer<String> onSession)
            throws Exception {
        TalkRecord record = new TalkRecord(Clock.systemUTC(), watcher);
        List<Listener> listeners = new ArrayList<>();
        try (Speaker speaker = Speaker.connect(
                        Transport.shared(),
                        webSocket,
                        tokens,
                        SpeakerOptions.defaults().with(line),
                        Clock.systemUTC(),
                        message -> {
                            if (message instanceof Problem problem) {
                                record.noteProblem(problem);
                            }
                        })
                .join()) {
            SessionAccess access = passcode == null ? null : new SessionAccess(passcode, null);
            String sessionId = speaker.createSession(sourceLanguage, settings, access)
                    .join()
                    .sessionId();
            try {
                onSession.accept(sessionId);
                List<CompletableFuture<SessionOver>> finished = join(sessionId, record, listeners);
                RealTimeSender.Playing playing = RealTimeSender.to(speaker).play(recorded);
                record.timedBy(playing::spokenAt);
                playing.finished().join();
                SessionOver over = speaker.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
                CompletableFuture.allOf(finished.toArray(CompletableFuture[]::new))
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return new Outcome(record.report(sessionId, sourceLanguage, over, speaker.counters()), record, playing);
            } catch (Exception e) {
                leave(speaker, e);
                throw e;
            }
        } finally {
            listeners.forEach(Listener::close);
        }
    }

    private List<CompletableFuture<SessionOver>> join(String sessionId, TalkRecord record, List<Listener> listeners) {
        List<CompletableFuture<SessionOver>> finished = new ArrayList<>();
        finished.add(join(sessionId, sourceLanguage, record.source(), listeners));
        for (String language : languages) {
            finished.add(join(sessionId, language, record.interpretation(language), listeners));
        }
        return finished;
    }

    private CompletableFuture<SessionOver> join(
            String sessionId, String language, ListenerEvents events, List<Listener> listeners) {
        Listener listener = Listener.connect(
                        Transport.shared(), heardAt, ListenerOptions.defaults().with(line), Clock.systemUTC(), events)
                .join();
        listeners.add(listener);
        listener.join(sessionId, language, passcode).join();
        return listener.finished();
    }

    /** Ends the session of a talk that went wrong, if that can still be done. */
    private static void leave(Speaker speaker, Exception why) {
        try {
            speaker.end().get(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            why.addSuppressed(e);
        }
    }
}
