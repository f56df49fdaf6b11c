package dev.dragoman.client;

import dev.dragoman.client.Requests.Manner;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.HeartbeatHeard;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.PipelineStatus;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionAccess;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionResumed;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionState;
import dev.dragoman.protocol.SessionStatus;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The speaker's end of a session. Every chunk is numbered and kept until the server has it for good;
 * one that the server could not take just now, or of which nothing is heard, is sent again. What had
 * to be given up is counted, never passed over in silence.
 *
 * <p>Connections come and go ({@link Line}); the session does not notice:
 *
 * <pre>
 *            createSession          pause                end
 * connected ───────────────> live ────────> paused    ──────────> ending ──────────> over
 *                             ^              │         all chunks          last words
 *                             └──────────────┘         acknowledged        delivered
 *                                  resume              or given up
 *
 * lost:    nothing is sent; what the recorder gives is kept, the oldest is given up when it is too
 *          much or too old
 * back:    the new connection says whom it stands for, and which chunk is the oldest that is not
 *          acknowledged; what the server says it has is dropped, everything else is sent again, oldest
 *          first and no faster than {@link Pace} allows; what was asked and not answered is asked again
 * renewed: the same; the old connection stays for a while, and what is answered there counts, too
 * </pre>
 *
 * <p>Pausing, going on and muting are asked one after the other, each when the one before was answered:
 * the server may take what it is asked at once in any order. What is sent after a pause leaves when the
 * server goes on.
 *
 * <p>A server that says that this connection may not speak was told so by another one of the same
 * speaker: the role is taken back once, for it may have been an earlier connection of this client that
 * arrived late; after a second time the client gives way for good.
 *
 * <p>It fails for good, and everything that waits with it, when the connection is lost before there is
 * a session, when the session was ended by somebody else, and when there was no connection for too
 * long. Safe for use by many threads.
 */
public final class Speaker implements ChunkSink, AutoCloseable {

    /** How often it is looked for what is due: finer than the shortest backoff. */
    private static final Duration LOOK = Duration.ofMillis(50);

    /** A role that is lost twice within this time is somebody else's. */
    private static final Duration TAKEN_BACK = Duration.ofSeconds(30);

    /** How long the end of a session is waited for that was ended when this client came back. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private final SpeakerEvents events;
    private final Time time;
    private final Line line;
    private final ChunkBuffer buffer;
    private final Pace pace;
    private final Requests requests;
    private final CompletableFuture<SessionOver> over = new CompletableFuture<>();

    /** Guards everything below and above. */
    private final Object lock = new Object();

    /** Where pauses begin after which the server does not go on yet; what follows the first is held back. */
    private final Deque<ChunkPlace> pauses = new ArrayDeque<>();

    /** The pause, the going on or the muting that was wanted last. */
    private CompletableFuture<?> lastChange = CompletableFuture.completedFuture(null);

    private Time.Timer look = Time.Timer.NONE;
    private Time.Timer lastWords = Time.Timer.NONE;
    private @Nullable String sessionId;
    private @Nullable PipelineStatus pipeline;
    private @Nullable Instant takenBackAt;
    private @Nullable Throwable failure;
    private boolean paused;
    private boolean endWanted;

    Speaker(Connector connector, Time time, RandomGenerator random, SpeakerOptions options, SpeakerEvents events) {
        this.events = events;
        this.time = time;
        this.line = new Line(connector, time, random, options.line(), new OnLine(), lock);
        this.buffer = new ChunkBuffer(options);
        this.pace = new Pace(options.chunksPerSecond(), options.bytesPerSecond(), time.now());
        this.requests = new Requests(options.answerTimeout(), options.firstBackoff(), options.longestBackoff());
    }

    /**
     * Connects.
     *
     * @param uri the WebSocket's address, {@code ws://} or {@code wss://}
     * @param tokens who speaks
     * @param events told everything that the server says, acknowledgements included
     */
    public static CompletableFuture<Speaker> connect(URI uri, TokenSource tokens, SpeakerEvents events) {
        return connect(Transport.shared(), uri, tokens, SpeakerOptions.defaults(), Clock.systemUTC(), events);
    }

    /**
     * Connects.
     *
     * @param transport whose connections and threads are used; many speakers may share one
     * @param uri the WebSocket's address
     * @param tokens who speaks
     * @param options what is kept and how long
     * @param clock the speaker's clock
     * @param events told everything that the server says
     */
    public static CompletableFuture<Speaker> connect(
            Transport transport,
            URI uri,
            TokenSource tokens,
            SpeakerOptions options,
            Clock clock,
            SpeakerEvents events) {
        return new Speaker(new Dialer(transport, uri, tokens), transport.time(clock), new Random(), options, events)
                .connect();
    }

    CompletableFuture<Speaker> connect() {
        return line.connect().thenApply(connected -> this);
    }

    /**
     * Asks for a session that anybody may listen to; once.
     *
     * @param sourceLanguage the language to be spoken, for example {@code en}
     * @param settings what was chosen, or null for the defaults
     * @return the session; exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionCreated> createSession(String sourceLanguage, @Nullable SessionSettings settings) {
        return createSession(sourceLanguage, settings, null);
    }

    /**
     * Asks for a session; once.
     *
     * @param sourceLanguage the language to be spoken, for example {@code en}
     * @param settings what was chosen, or null for the defaults
     * @param access who may listen, or null for anybody
     * @return the session; exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionCreated> createSession(
            String sourceLanguage, @Nullable SessionSettings settings, @Nullable SessionAccess access) {
        synchronized (lock) {
            return asked(requests.ask(
                    CreateSession.class,
                    Manner.ONCE,
                    () -> true,
                    () -> new CreateSession(sourceLanguage, settings, access),
                    SessionCreated.class,
                    created -> true,
                    time.now()));
        }
    }

    @Override
    public void startRecording() {
        synchronized (lock) {
            buffer.startRecording();
        }
    }

    /**
     * Sends a chunk, in pieces if it is too large for a message, and keeps it until it is acknowledged.
     *
     * @throws IllegalStateException if there is no session yet, it is paused or was ended, or the
     *     client has failed for good
     */
    @Override
    public void send(byte[] bytes) {
        send(bytes, false);
    }

    /**
     * The same with the last chunk of a recorder that has stopped.
     *
     * @throws IllegalStateException as {@link #send(byte[])}
     */
    @Override
    public void sendLast(byte[] bytes) {
        send(bytes, true);
    }

    private void send(byte[] bytes, boolean last) {
        synchronized (lock) {
            String session = sessionOrThrow();
            if (endWanted || paused) {
                throw new IllegalStateException("the session " + (endWanted ? "was ended" : "is paused"));
            }
            var unused = buffer.add(session, bytes, last, time.now());
            lookNow();
        }
    }

    @Override
    public void skip() {
        synchronized (lock) {
            buffer.skip();
        }
    }

    /**
     * Pauses once every chunk sent so far is acknowledged or given up. Until {@link #resume} nothing
     * may be sent.
     *
     * @return what the session is doing then
     */
    public CompletableFuture<SessionState> pause() {
        synchronized (lock) {
            String session = sessionOrThrow();
            ChunkPlace until = new ChunkPlace(buffer.recordings() - 1, buffer.chunksInLast());
            if (!paused) {
                paused = true;
                pauses.add(until);
            }
            return inTurn(() -> requests.ask(
                    PauseSession.class,
                    Manner.REPEATED,
                    () -> buffer.isEmptyBefore(until),
                    () -> new PauseSession(session, until.recording(), until.sequence()),
                    SessionState.class,
                    state -> state.phase() == SessionPhase.PAUSED,
                    time.now()));
        }
    }

    /** Goes on after a pause. What is sent from now on leaves when the server has answered. */
    public CompletableFuture<SessionResumed> resume() {
        synchronized (lock) {
            String session = sessionOrThrow();
            boolean endsPause = paused;
            paused = false;
            return inTurn(() -> requests.ask(
                            ResumeSession.class,
                            Manner.REPEATED,
                            () -> true,
                            () -> new ResumeSession(session, buffer.oldest()),
                            SessionResumed.class,
                            resumed -> resumed.phase() != SessionPhase.PAUSED,
                            time.now())
                    .whenComplete((resumed, refused) -> {
                        if (endsPause) {
                            pauses.poll();
                        }
                    }));
        }
    }

    /** Tells everybody that the microphone is off, or on again; the recorder goes on. */
    public CompletableFuture<SessionState> mute(boolean muted) {
        synchronized (lock) {
            String session = sessionOrThrow();
            return inTurn(() -> requests.ask(
                    MuteSession.class,
                    Manner.REPEATED,
                    () -> true,
                    () -> new MuteSession(session, muted),
                    SessionState.class,
                    // A session that waits for its first audio or is paused stays as it is.
                    state -> muted == (state.phase() == SessionPhase.MUTED) || !isHeard(state.phase()),
                    time.now()));
        }
    }

    /** Replaces the connection by a new one; nothing is lost meanwhile. */
    public void refresh() {
        synchronized (lock) {
            line.renew();
        }
    }

    /**
     * Ends the session once every chunk sent so far is acknowledged or given up.
     *
     * @return when the last words were delivered; what is told is what was known last if the session
     *     was over before the client could come back. Exceptionally {@link ProblemException} if it was
     *     refused, or {@link ConnectionLostException}
     */
    public CompletableFuture<SessionOver> end() {
        synchronized (lock) {
            if (sessionId == null) {
                throw new IllegalStateException("no session was created");
            }
            String session = sessionId;
            if (!endWanted && failure == null) {
                endWanted = true;
                var unused = requests.ask(
                                EndSession.class,
                                Manner.REPEATED,
                                buffer::isEmpty,
                                () -> endOf(session),
                                SessionEnding.class,
                                ending -> true,
                                time.now())
                        .whenComplete((ending, refused) -> {
                            // That it has ended is what was asked for: the answer before was lost.
                            if (refused != null && !isEnded(refused)) {
                                over.completeExceptionally(refused);
                            }
                        });
                lookNow();
            }
        }
        return over.thenApplyAsync(session -> session);
    }

    /** What became of the chunks so far. */
    public SpeakerCounters counters() {
        synchronized (lock) {
            return buffer.counters();
        }
    }

    /** Closes the connection; the session goes on without its speaker unless it was ended. */
    @Override
    public void close() {
        synchronized (lock) {
            stop(new ConnectionLostException("closed here"));
        }
    }

    /** Asks for another phase when the one that was wanted before is there, or was refused. */
    private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> ask) {
        CompletableFuture<T> change = lastChange
                .handle((there, refused) -> failure)
                .thenCompose(failed -> failed == null ? ask.get() : CompletableFuture.failedFuture(failed));
        lastChange = change;
        return asked(change);
    }

    private <T> CompletableFuture<T> asked(CompletableFuture<T> answer) {
        if (failure != null) {
            requests.fail(failure);
        }
        lookNow();
        return answer.thenApplyAsync(given -> given);
    }

    private String sessionOrThrow() {
        if (sessionId == null) {
            throw new IllegalStateException("no session was created");
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return sessionId;
    }

    /** Sends what is due, and looks again later. */
    private void lookNow() {
        if (failure != null) {
            return;
        }
        look.cancel();
        Instant now = time.now();
        buffer.dropWhatIsTooOld(now);
        if (line.isUp()) {
            requests.look(now, line::send);
        }
        sendChunks(now);
        look = time.after(LOOK, () -> {
            synchronized (lock) {
                lookNow();
            }
        });
    }

    private void sendChunks(Instant now) {
        while (line.isUp() && !requests.waitsFor(ResumeSession.class)) {
            AudioChunk chunk = buffer.due(now);
            if (chunk == null || isHeldBack(chunk) || !pace.takes(chunk.data().length, now)) {
                return;
            }
            int wire = line.wire();
            buffer.sent(chunk, wire);
            line.send(chunk, () -> buffer.left(chunk, wire, time.now()));
        }
    }

    private boolean isHeldBack(AudioChunk chunk) {
        ChunkPlace pause = pauses.peek();
        return pause != null
                && (chunk.recording() > pause.recording()
                        || (chunk.recording() == pause.recording() && chunk.sequence() >= pause.sequence()));
    }

    /** Nothing more is sent, and whatever waits fails. */
    private void stop(Throwable reason) {
        if (failure == null) {
            failure = reason;
            look.cancel();
            lastWords.cancel();
            line.close();
            requests.fail(reason);
            over.completeExceptionally(reason);
        }
    }

    /** The session is over, and nobody is left to say how it was. */
    private void finishWithWhatIsKnown() {
        if (sessionId != null) {
            over.complete(new SessionOver(
                    sessionId,
                    pipeline == null ? 0 : pipeline.recognisedMillis(),
                    pipeline == null ? 0 : pipeline.gaps()));
        }
    }

    private EndSession endOf(String session) {
        return new EndSession(session, buffer.recordings(), buffer.chunksInLast());
    }

    private static boolean isAbout(Class<? extends ClientMessage> kind, Problem problem) {
        return ClientMessage.actionOf(kind).equals(problem.action());
    }

    private static boolean isHeard(SessionPhase phase) {
        return phase == SessionPhase.LIVE || phase == SessionPhase.MUTED;
    }

    private static boolean isEnded(Throwable failure) {
        return failure instanceof ProblemException refused && isEnded(refused.problem());
    }

    private static boolean isEnded(Problem problem) {
        return problem.code() == ProblemCode.SESSION_ENDED || problem.code() == ProblemCode.SESSION_NOT_FOUND;
    }

    private static @Nullable Duration retryAfter(Problem problem) {
        Integer seconds = problem.retryAfterSeconds();
        return problem.code() == ProblemCode.RATE_LIMITED && seconds != null ? Duration.ofSeconds(seconds) : null;
    }

    /** What comes from the line. */
    private final class OnLine implements Line.Owner {

        @Override
        public @Nullable ClientMessage introduction() {
            return sessionId == null || over.isDone() ? null : new RefreshConnection(sessionId, null, buffer.oldest());
        }

        @Override
        public boolean welcomes(ServerMessage message) {
            return message instanceof SessionResumed || message instanceof SessionEnding;
        }

        @Override
        public Verdict refused(Problem problem) {
            if (problem.code() == ProblemCode.UNAVAILABLE || problem.code() == ProblemCode.INTERNAL) {
                return new Verdict.TryAgain(Duration.ZERO);
            }
            String session = sessionId;
            boolean endUnheard = problem.code() == ProblemCode.SESSION_ENDED
                    && requests.waitsFor(EndSession.class)
                    && buffer.isEmpty();
            if (endUnheard && session != null && !isAbout(EndSession.class, problem)) {
                // The server has marked it, and perhaps told nobody.
                return new Verdict.SayInstead(endOf(session));
            }
            Duration wait = retryAfter(problem);
            return wait != null ? new Verdict.TryAgain(wait) : new Verdict.GiveUp(new ProblemException(problem));
        }

        @Override
        public void up(@Nullable ServerMessage welcome) {
            requests.sayAllAgain(time.now());
            if (welcome instanceof SessionResumed resumed) {
                resumed(resumed);
                events.message(welcome);
            } else if (welcome instanceof SessionEnding) {
                // Nothing is told on a connection that stands for nobody.
                received(welcome, true);
                finishWithWhatIsKnown();
            }
            events.connectivity(Connectivity.CONNECTED);
            lookNow();
        }

        @Override
        public void received(ServerMessage message, boolean current) {
            if (message instanceof ChunkAcknowledged acknowledged) {
                buffer.acknowledged(acknowledged.recording(), acknowledged.sequence(), time.now());
            } else if (message instanceof SessionResumed resumed) {
                resumed(resumed);
            } else if (message instanceof SessionCreated session) {
                sessionId = session.sessionId();
            } else if (message instanceof SessionStatus status && status.pipeline() != null) {
                pipeline = status.pipeline();
            } else if (message instanceof HeartbeatHeard heard && current && heard.sessionId() == null) {
                line.renew();
            } else if (message instanceof Problem problem) {
                problem(problem, current);
            }
            requests.answered(message);
            events.message(message);
            if (message instanceof SessionOver sessionOver) {
                over.complete(sessionOver);
            }
            lookNow();
        }

        private void resumed(SessionResumed resumed) {
            buffer.received(resumed.received());
            buffer.replaced(line.wire(), time.now());
            if (resumed.phase() == SessionPhase.ENDED) {
                lastWords.cancel();
                lastWords = time.after(LAST_WORDS, () -> {
                    synchronized (lock) {
                        finishWithWhatIsKnown();
                    }
                });
            }
        }

        private void problem(Problem problem, boolean current) {
            Integer recording = problem.recording();
            Integer sequence = problem.sequence();
            Instant now = time.now();
            boolean takenOver = problem.code() == ProblemCode.NOT_ALLOWED && sessionId != null;
            boolean willPass = takenOver && (!current || line.isRenewing() || takeBack(now));
            if (recording != null && sequence != null) {
                chunkProblem(problem, willPass, recording, sequence, now);
            } else {
                requests.problem(problem, willPass, now);
            }
            if (takenOver && !willPass) {
                stop(new ProblemException(problem));
            }
        }

        /** Takes the role of the speaker back, unless that was done not long ago. */
        private boolean takeBack(Instant now) {
            if (takenBackAt != null && now.isBefore(takenBackAt.plus(TAKEN_BACK))) {
                return false;
            }
            takenBackAt = now;
            line.renew();
            return true;
        }

        private void chunkProblem(Problem problem, boolean willPass, int recording, int sequence, Instant now) {
            Duration wait = retryAfter(problem);
            if (wait != null) {
                pace.stopUntil(now.plus(wait));
                buffer.postponedUntil(recording, sequence, now.plus(wait));
            } else if (problem.code() == ProblemCode.UNAVAILABLE) {
                buffer.unavailable(recording, sequence, now);
            } else if (willPass
                    || problem.code() == ProblemCode.RATE_LIMITED
                    || problem.code() == ProblemCode.INTERNAL) {
                buffer.postponed(recording, sequence, now);
            } else if (problem.code() == ProblemCode.UNSUPPORTED_AUDIO) {
                buffer.refusedRecording(recording);
            } else {
                buffer.refused(recording, sequence);
                if (isEnded(problem) && !endWanted) {
                    stop(new ProblemException(problem));
                }
            }
        }

        @Override
        public void ended(int wire) {
            buffer.ended(wire, time.now());
        }

        @Override
        public void down(ConnectionLostException reason) {
            events.connectivity(Connectivity.RECONNECTING);
        }

        @Override
        public void failed(Throwable reason) {
            if (endWanted && buffer.isEmpty() && isEnded(reason)) {
                finishWithWhatIsKnown();
            }
            stop(reason);
        }
    }
}
