package dev.dragoman.client;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.Skipped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A listener's end of a session. Every interpretation that is announced is fetched in the background
 * and heard once, however often it is announced and with whatever borders; one that can't be had is
 * told as missed. Captions and markers are passed on once, too; partial captions only while there is
 * no final one of their time. {@link #finished} completes when the session is over and everything
 * announced was heard or missed.
 *
 * <p>When the connection is lost before that, what waits fails with {@link ConnectionLostException}.
 * Safe for use by many threads.
 */
public final class Listener implements AutoCloseable {

    private final ListenerEvents events;
    private final Clock clock;
    private final Downloads downloads;
    private final CompletableFuture<SessionJoined> joined = new CompletableFuture<>();
    private final CompletableFuture<SessionOver> finished = new CompletableFuture<>();

    /** Guards everything below, and makes events come one at a time. */
    private final Object lock = new Object();

    /** What was announced as audio. */
    private final ToldTimes announced = new ToldTimes();

    /** What has a final caption. */
    private final ToldTimes captioned = new ToldTimes();

    /** Where what will not be heard starts. */
    private final Set<Long> skipped = new HashSet<>();

    private @Nullable Connection connection;
    private @Nullable SessionOver over;
    private int downloading;

    private Listener(Transport transport, Clock clock, ListenerEvents events) {
        this.events = events;
        this.clock = clock;
        this.downloads = new Downloads(transport.http());
    }

    /**
     * Connects.
     *
     * @param uri the WebSocket's address, {@code ws://} or {@code wss://}
     */
    public static CompletableFuture<Listener> connect(URI uri, ListenerEvents events) {
        return connect(Transport.shared(), uri, Clock.systemUTC(), events);
    }

    /**
     * Connects.
     *
     * @param transport whose connections and threads are used; many listeners may share one
     * @param uri the WebSocket's address
     * @param clock the listener's clock
     */
    public static CompletableFuture<Listener> connect(
            Transport transport, URI uri, Clock clock, ListenerEvents events) {
        Listener listener = new Listener(transport, clock, events);
        return Connection.open(transport, uri, listener.new Messages()).thenApply(opened -> {
            synchronized (listener.lock) {
                listener.connection = opened;
            }
            return listener;
        });
    }

    /**
     * Joins a session; once.
     *
     * @param language what to hear; the session's source language gives captions only
     * @return exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionJoined> join(String sessionId, String language) {
        synchronized (lock) {
            if (connection == null) {
                throw new IllegalStateException("not connected");
            }
            connection.send(new JoinSession(sessionId, language));
        }
        return joined.thenApplyAsync(session -> session);
    }

    /** Completes when the session is over and everything announced was heard or missed. */
    public CompletableFuture<SessionOver> finished() {
        return finished.thenApplyAsync(session -> session);
    }

    /** Leaves. */
    @Override
    public void close() {
        synchronized (lock) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void caption(Caption caption) {
        long start = caption.mediaStartMillis();
        long end = caption.mediaEndMillis();
        if (caption.partial() ? captioned.isNew(start, end) : captioned.add(start, end)) {
            events.caption(caption);
        }
    }

    /** A marker for what was announced as audio changes nothing. */
    private void skipped(Skipped marker) {
        long start = marker.mediaStartMillis();
        if (announced.isNew(start, marker.mediaEndMillis()) && skipped.add(start)) {
            events.skipped(marker);
        }
    }

    private void audio(Audio audio) {
        if (!announced.add(audio.mediaStartMillis(), audio.mediaEndMillis())) {
            return;
        }
        Instant announcedAt = clock.instant();
        downloading++;
        CompletableFuture<byte[]> unused = downloads.get(audio.url()).whenComplete((bytes, failure) -> {
            synchronized (lock) {
                downloading--;
                if (failure == null) {
                    events.audio(heard(audio, bytes, announcedAt, clock.instant()));
                } else {
                    events.missed(audio, String.valueOf(failure.getMessage()));
                }
                finishWhenThrough();
            }
        });
    }

    private static HeardAudio heard(Audio audio, byte[] bytes, Instant announcedAt, Instant completeAt) {
        return new HeardAudio(
                audio.mediaStartMillis(),
                audio.mediaEndMillis(),
                audio.durationMillis(),
                audio.text(),
                audio.sourceText(),
                bytes,
                announcedAt,
                completeAt);
    }

    private void finishWhenThrough() {
        if (over != null && downloading == 0) {
            finished.complete(over);
        }
    }

    /** What the server says. */
    private final class Messages implements Connection.Receiver {

        @Override
        public void received(ServerMessage message) {
            synchronized (lock) {
                if (message instanceof Caption caption) {
                    caption(caption);
                } else if (message instanceof Audio audio) {
                    audio(audio);
                } else if (message instanceof Skipped marker) {
                    skipped(marker);
                } else if (message instanceof SessionJoined session) {
                    joined.complete(session);
                } else if (message instanceof SessionOver sessionOver) {
                    over = sessionOver;
                    finishWhenThrough();
                } else if (message instanceof Problem problem) {
                    joined.completeExceptionally(new ProblemException(problem));
                    events.problem(problem);
                }
            }
        }

        @Override
        public void ended(ConnectionLostException reason) {
            joined.completeExceptionally(reason);
            synchronized (lock) {
                // After the session's end only downloads are left, and they need no connection.
                if (over == null) {
                    finished.completeExceptionally(reason);
                }
            }
        }
    }
}
