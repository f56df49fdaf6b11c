package dev.dragoman.client;

import dev.dragoman.client.Requests.Manner;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.HeartbeatHeard;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionJoined;
import dev.dragoman.protocol.SessionLeft;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionState;
import dev.dragoman.protocol.Skipped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A listener's end of a session. Every interpretation that is announced is fetched in the background
 * and heard once, however often it is announced and with whatever borders; one that can't be had is
 * told as missed. Captions and markers are passed on once, too; partial captions only while there is
 * no final one of their time. {@link #finished} completes when the session is over and everything
 * announced was heard or missed.
 *
 * <p>Connections come and go ({@link Line}); nothing is missed by it:
 *
 * <pre>
 *            join            over
 * connected ──────> listening ──────> over, when everything announced is there
 *
 * lost:    what is said meanwhile is kept by the server
 * back:    the new connection shows its ticket, or joins anew where that is not known any more; then
 *          what was said meanwhile is fetched ({@link CatchUp}), and what was told already passed over
 * renewed: the same, and what was on its way on the old connection is still taken
 * </pre>
 *
 * <p>When the session ended while there was no connection, what was missed is fetched and then it is
 * over. It fails for good, and everything that waits with it, when the connection is lost before it
 * has joined, when it is not let in again, and when there was no connection for too long. Safe for use
 * by many threads.
 */
public final class Listener implements AutoCloseable {

    /** How long the end of a session is waited for that was ended when this client came back. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    /** How often it is looked for what is to be asked again. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final ListenerEvents events;
    private final Fetch fetch;
    private final Time time;
    private final Line line;
    private final Requests requests;
    private final CatchUp catchUp;
    private final CompletableFuture<SessionOver> finished = new CompletableFuture<>();

    /** Guards everything, and makes events come one at a time. */
    private final Object lock = new Object();

    /** By language. */
    private final Map<String, Told> told = new HashMap<>();

    private Time.Timer look = Time.Timer.NONE;
    private Time.Timer lastWords = Time.Timer.NONE;
    private @Nullable Throwable failure;
    private @Nullable SessionJoined session;
    private @Nullable String passcode;

    /** The language that was asked for last. */
    private String wanted = "";

    private @Nullable SessionPhase phase;

    /** Whether the talk had begun when its first words could have been heard. */
    private boolean late;

    /** After which media start something may be missing since the connection was lost, by language. */
    private final Map<String, Long> missingSince = new HashMap<>();

    private @Nullable SessionOver over;
    private long lastMediaMillis;
    private int downloading;

    Listener(
            Connector connector,
            MissedSource missed,
            Fetch fetch,
            Time time,
            RandomGenerator random,
            ListenerOptions options,
            ListenerEvents events) {
        this.events = events;
        this.fetch = fetch;
        this.time = time;
        this.line = new Line(connector, time, random, options.line(), new OnLine(), lock);
        this.requests = new Requests(options.requests(), FIRST_BACKOFF, LONGEST_BACKOFF);
        this.catchUp = new CatchUp(missed, time, random, lock, this::found);
    }

    /**
     * Connects without a token.
     *
     * @param uri the WebSocket's address, {@code ws://} or {@code wss://}
     */
    public static CompletableFuture<Listener> connect(URI uri, ListenerEvents events) {
        return connect(Transport.shared(), uri, ListenerOptions.defaults(), Clock.systemUTC(), events);
    }

    /**
     * Connects without a token.
     *
     * @param transport whose connections and threads are used; many listeners may share one
     * @param uri the WebSocket's address
     * @param options how it behaves
     * @param clock the listener's clock
     */
    public static CompletableFuture<Listener> connect(
            Transport transport, URI uri, ListenerOptions options, Clock clock, ListenerEvents events) {
        URI api = options.api();
        return new Listener(
                        new Dialer(transport, uri, TokenSource.anonymous()),
                        new HttpMissedSource(transport.http(), api == null ? HttpMissedSource.beside(uri) : api),
                        new Downloads(transport.http()),
                        transport.time(clock),
                        new Random(),
                        options,
                        events)
                .connect();
    }

    CompletableFuture<Listener> connect() {
        return line.connect().thenApply(connected -> this);
    }

    /**
     * Joins a session that anybody may listen to; once.
     *
     * @param language what to hear; the session's source language gives captions only
     * @return exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionJoined> join(String sessionId, String language) {
        return join(sessionId, language, null);
    }

    /**
     * Joins a session; once.
     *
     * @param language what to hear; the session's source language gives captions only
     * @param passcodeOrNull where the session asks for one
     * @return exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionJoined> join(String sessionId, String language, @Nullable String passcodeOrNull) {
        synchronized (lock) {
            wanted = language;
            passcode = passcodeOrNull;
            return asked(requests.ask(
                    JoinSession.class,
                    Manner.REPEATED,
                    () -> true,
                    () -> new JoinSession(sessionId, language, passcodeOrNull),
                    SessionJoined.class,
                    joined -> true,
                    time.now()));
        }
    }

    /**
     * Hears another language of the same session from now on.
     *
     * @return exceptionally {@link ProblemException} if it was refused; then the one before goes on
     * @throws IllegalStateException if no session was joined
     */
    public CompletableFuture<SessionJoined> changeLanguage(String language) {
        synchronized (lock) {
            if (session == null) {
                throw new IllegalStateException("no session was joined");
            }
            String sessionId = session.sessionId();
            wanted = language;
            return asked(requests.ask(
                    ChangeLanguage.class,
                    Manner.REPEATED,
                    () -> true,
                    () -> new ChangeLanguage(sessionId, language),
                    SessionJoined.class,
                    joined -> joined.language().equals(language),
                    time.now()));
        }
    }

    /**
     * Leaves the session; {@link #finished} will not complete.
     *
     * @throws IllegalStateException if no session was joined
     */
    public CompletableFuture<SessionLeft> leave() {
        synchronized (lock) {
            if (session == null) {
                throw new IllegalStateException("no session was joined");
            }
            String sessionId = session.sessionId();
            catchUp.stop();
            return asked(requests.ask(
                    LeaveSession.class,
                    Manner.REPEATED,
                    () -> true,
                    () -> new LeaveSession(sessionId),
                    SessionLeft.class,
                    left -> true,
                    time.now()));
        }
    }

    /** Replaces the connection by a new one; nothing is missed meanwhile. */
    public void refresh() {
        synchronized (lock) {
            line.renew();
        }
    }

    /** Completes when the session is over and everything announced was heard or missed. */
    public CompletableFuture<SessionOver> finished() {
        return finished.thenApplyAsync(end -> end);
    }

    /** Leaves, without waiting for an answer. */
    @Override
    public void close() {
        synchronized (lock) {
            if (failure == null && session != null && over == null) {
                line.send(new LeaveSession(session.sessionId()));
            }
            ConnectionLostException closed = new ConnectionLostException("closed here");
            stop(closed);
            if (over == null) {
                catchUp.stop();
                finished.completeExceptionally(closed);
            }
        }
    }

    private <T> CompletableFuture<T> asked(CompletableFuture<T> answer) {
        if (failure != null) {
            requests.fail(failure);
        }
        lookNow();
        return answer.thenApplyAsync(given -> given);
    }

    /** Asks what is due, and looks again later if something may be. */
    private void lookNow() {
        look.cancel();
        if (failure != null || requests.isEmpty()) {
            return;
        }
        if (line.isUp()) {
            requests.look(time.now(), line::send);
        }
        look = time.after(LOOK, () -> {
            synchronized (lock) {
                lookNow();
            }
        });
    }

    private void stop(Throwable reason) {
        if (failure == null) {
            failure = reason;
            look.cancel();
            lastWords.cancel();
            line.close();
            requests.fail(reason);
            // After the session's end only downloads and what was missed are left, and they need no connection.
            if (over == null) {
                catchUp.stop();
                finished.completeExceptionally(reason);
            }
        }
    }

    private void found(MissedInterpretations missed) {
        missed.captions().forEach(this::caption);
        for (Audio audio : missed.audio()) {
            caption(new Caption(
                    audio.sessionId(),
                    audio.language(),
                    audio.mediaStartMillis(),
                    audio.mediaEndMillis(),
                    audio.text(),
                    false,
                    audio.sourceText()));
            audio(audio);
        }
        missed.skipped().forEach(this::skipped);
    }

    /** What was told in a language; null if that is not listened to any more. */
    private @Nullable Told toldIn(String language) {
        boolean listened = language.equals(wanted) || (session != null && language.equals(session.language()));
        return listened ? told.computeIfAbsent(language, it -> new Told()) : null;
    }

    private void caption(Caption caption) {
        Told known = toldIn(caption.language());
        if (known != null && known.isNew(caption)) {
            events.caption(caption);
        }
    }

    private void skipped(Skipped marker) {
        Told known = toldIn(marker.language());
        if (known != null && known.isNew(marker)) {
            lastMediaMillis = Math.max(lastMediaMillis, marker.mediaEndMillis());
            events.skipped(marker);
        }
    }

    private void audio(Audio audio) {
        Told known = toldIn(audio.language());
        if (known == null || !known.isNew(audio)) {
            return;
        }
        lastMediaMillis = Math.max(lastMediaMillis, audio.mediaEndMillis());
        Instant announcedAt = time.now();
        downloading++;
        CompletableFuture<byte[]> unused = fetch.get(audio.url()).whenComplete((bytes, reason) -> {
            synchronized (lock) {
                downloading--;
                if (reason == null) {
                    events.audio(heard(audio, bytes, announcedAt, time.now()));
                } else {
                    events.missed(audio, String.valueOf(reason.getMessage()));
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
        if (over != null && downloading == 0 && !catchUp.isUnderWay()) {
            finished.complete(over);
        }
    }

    private void phase(SessionPhase now) {
        if (now != phase) {
            phase = now;
            events.phase(now);
        }
    }

    private void over(SessionOver how) {
        if (over == null) {
            over = how;
            phase(SessionPhase.ENDED);
        }
        finishWhenThrough();
    }

    /** Fetches what may be missing now that there is a connection, or none is needed. */
    private void fetchMissed(SessionJoined joined, boolean ended, Runnable whenDone) {
        Told known = told.computeIfAbsent(joined.language(), it -> new Told());
        long since = missingSince.getOrDefault(joined.language(), known.since());
        // What was missed in a language that is not listened to any more is nobody's loss.
        missingSince.clear();
        Seat seat = new Seat(joined.sessionId(), joined.language(), joined.ticket(), passcode);
        catchUp.begin(seat, since, since < 0 && late, ended, () -> {
            whenDone.run();
            finishWhenThrough();
        });
    }

    /** The session ended while nobody could say so. */
    private void overUnheard() {
        if (session != null && over == null) {
            over(new SessionOver(session.sessionId(), lastMediaMillis, 0));
        }
    }

    private static boolean isEnded(Throwable reason) {
        return reason instanceof ProblemException refused
                && (refused.problem().code() == ProblemCode.SESSION_ENDED
                        || refused.problem().code() == ProblemCode.SESSION_NOT_FOUND);
    }

    /** What comes from the line. */
    private final class OnLine implements Line.Owner {

        @Override
        public @Nullable ClientMessage introduction() {
            return session == null || over != null
                    ? null
                    : new RefreshConnection(session.sessionId(), session.ticket(), null);
        }

        @Override
        public boolean welcomes(ServerMessage message) {
            return message instanceof SessionJoined;
        }

        @Override
        public Verdict refused(Problem problem) {
            return switch (problem.code()) {
                case UNAVAILABLE, INTERNAL -> new Verdict.TryAgain(Duration.ZERO);
                case RATE_LIMITED -> {
                    Integer seconds = problem.retryAfterSeconds();
                    yield new Verdict.TryAgain(Duration.ofSeconds(seconds == null ? 1 : seconds));
                }
                case SESSION_ENDED -> new Verdict.GiveUp(new ProblemException(problem));
                default -> {
                    boolean ticketRefused =
                            ClientMessage.actionOf(RefreshConnection.class).equals(problem.action());
                    yield ticketRefused && session != null
                            ? new Verdict.SayInstead(new JoinSession(session.sessionId(), wanted, passcode))
                            : new Verdict.GiveUp(new ProblemException(problem));
                }
            };
        }

        @Override
        public void up(@Nullable ServerMessage welcome) {
            requests.sayAllAgain(time.now());
            events.connectivity(Connectivity.CONNECTED);
            if (welcome instanceof SessionJoined joined) {
                joined(joined);
                boolean ended = joined.phase() == SessionPhase.ENDED;
                fetchMissed(joined, ended, () -> {
                    if (ended) {
                        waitForLastWords();
                    }
                });
            }
            lookNow();
        }

        private void waitForLastWords() {
            lastWords.cancel();
            lastWords = time.after(LAST_WORDS, () -> {
                synchronized (lock) {
                    overUnheard();
                }
            });
        }

        private void joined(SessionJoined joined) {
            if (session == null) {
                late = joined.phase() != SessionPhase.WAITING;
            } else if (!session.language().equals(joined.language())) {
                catchUp.stop();
                late = joined.phase() != SessionPhase.WAITING;
            }
            session = joined;
            phase(joined.phase());
        }

        @Override
        public void received(ServerMessage message, boolean current) {
            if (message instanceof Caption caption) {
                caption(caption);
            } else if (message instanceof Audio audio) {
                audio(audio);
            } else if (message instanceof Skipped marker) {
                skipped(marker);
            } else if (message instanceof SessionJoined joined) {
                joined(joined);
            } else if (message instanceof SessionState state) {
                phase(state.phase());
            } else if (message instanceof SessionOver sessionOver) {
                over(sessionOver);
            } else if (message instanceof HeartbeatHeard beat && current && beat.sessionId() == null) {
                line.renew();
            } else if (message instanceof Problem problem) {
                problem(problem, current);
            }
            requests.answered(message);
            if (message instanceof SessionLeft) {
                session = null;
            }
        }

        private void problem(Problem problem, boolean current) {
            boolean willPass = problem.code() == ProblemCode.NOT_ALLOWED && (!current || line.isRenewing());
            boolean changing = requests.waitsFor(ChangeLanguage.class);
            requests.problem(problem, willPass, time.now());
            if (changing && !requests.waitsFor(ChangeLanguage.class) && session != null) {
                wanted = session.language();
            }
            events.problem(problem);
        }

        @Override
        public void ended(int wire) {
            // What was on its way there is fetched.
        }

        @Override
        public void down(ConnectionLostException reason) {
            if (session != null) {
                String language = session.language();
                missingSince.putIfAbsent(
                        language,
                        told.computeIfAbsent(language, it -> new Told()).since());
            }
            events.connectivity(Connectivity.RECONNECTING);
        }

        @Override
        public void failed(Throwable reason) {
            if (session != null && over == null && isEnded(reason)) {
                fetchMissed(session, true, Listener.this::overUnheard);
                failure = reason;
                requests.fail(reason);
            } else {
                stop(reason);
            }
        }
    }
}
