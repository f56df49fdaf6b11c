package dev.dragoman.client;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionEnding;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.SessionSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The speaker's end of a session. Every chunk is numbered and kept until the server has it for good;
 * one that the server could not take just now, or of which nothing is heard, is sent again. What had
 * to be given up is counted, never passed over in silence.
 *
 * <p>When the connection is lost, everything that waits for an answer fails with {@link
 * ConnectionLostException}. Safe for use by many threads; callbacks come one at a time and must not
 * block.
 */
public final class Speaker implements ChunkSink, AutoCloseable {

    private static final String END = ClientMessage.actionOf(EndSession.class);

    /** How often it is looked for chunks to send again: finer than the shortest backoff. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Consumer<ServerMessage> onMessage;
    private final SpeakerOptions options;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final ChunkBuffer buffer;
    private final CompletableFuture<SessionCreated> created = new CompletableFuture<>();
    private final CompletableFuture<SessionOver> over = new CompletableFuture<>();

    /** Guards everything below, and the buffer. */
    private final Object lock = new Object();

    private @Nullable Connection connection;
    private @Nullable ConnectionLostException lost;
    private @Nullable String sessionId;
    private boolean endWanted;
    private boolean endAnswered;
    private @Nullable Instant sendEndAt;
    private final Backoff endBackoff;

    private Speaker(
            Consumer<ServerMessage> onMessage,
            SpeakerOptions options,
            Clock clock,
            ScheduledExecutorService scheduler) {
        this.onMessage = onMessage;
        this.options = options;
        this.clock = clock;
        this.scheduler = scheduler;
        this.buffer = new ChunkBuffer(options);
        this.endBackoff = new Backoff(options.firstBackoff(), options.longestBackoff());
    }

    /**
     * Connects.
     *
     * @param uri the WebSocket's address, {@code ws://} or {@code wss://}
     * @param onMessage told everything that the server says, acknowledgements included
     */
    public static CompletableFuture<Speaker> connect(URI uri, Consumer<ServerMessage> onMessage) {
        return connect(Transport.shared(), uri, SpeakerOptions.defaults(), Clock.systemUTC(), onMessage);
    }

    /**
     * Connects.
     *
     * @param transport whose connections and threads are used; many speakers may share one
     * @param uri the WebSocket's address
     * @param options what is kept and how long
     * @param clock the speaker's clock
     * @param onMessage told everything that the server says
     */
    public static CompletableFuture<Speaker> connect(
            Transport transport, URI uri, SpeakerOptions options, Clock clock, Consumer<ServerMessage> onMessage) {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "speaker");
            thread.setDaemon(true);
            return thread;
        });
        Speaker speaker = new Speaker(onMessage, options, clock, scheduler);
        return Connection.open(transport, uri, speaker.new Messages())
                .thenApply(opened -> {
                    speaker.opened(opened);
                    return speaker;
                })
                .whenComplete((connected, failure) -> {
                    if (failure != null) {
                        scheduler.shutdownNow();
                    }
                });
    }

    /**
     * Asks for a session; once.
     *
     * @param sourceLanguage the language to be spoken, for example {@code en}
     * @param settings what was chosen, or null for the defaults
     * @return the session; exceptionally {@link ProblemException} if it was refused
     */
    public CompletableFuture<SessionCreated> createSession(String sourceLanguage, @Nullable SessionSettings settings) {
        connected().send(new CreateSession(sourceLanguage, settings));
        return created.thenApplyAsync(session -> session);
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
     * @throws IllegalStateException if there is no session yet, it was ended, or the connection is lost
     */
    @Override
    public void send(byte[] bytes) {
        synchronized (lock) {
            if (sessionId == null || endWanted) {
                throw new IllegalStateException(sessionId == null ? "no session was created" : "the session was ended");
            }
            if (lost != null) {
                throw new IllegalStateException(lost);
            }
            send(buffer.add(sessionId, bytes, clock.instant()));
        }
    }

    @Override
    public void skip() {
        synchronized (lock) {
            buffer.skip();
        }
    }

    /**
     * Ends the session once every chunk sent so far is acknowledged or given up.
     *
     * @return when the last words were delivered; exceptionally {@link ProblemException} if it was
     *     refused or {@link ConnectionLostException}
     */
    public CompletableFuture<SessionOver> end() {
        synchronized (lock) {
            if (sessionId == null) {
                throw new IllegalStateException("no session was created");
            }
            if (!endWanted) {
                endWanted = true;
                sendEndAt = clock.instant();
            }
        }
        look();
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
        scheduler.shutdownNow();
        synchronized (lock) {
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void opened(Connection opened) {
        synchronized (lock) {
            connection = opened;
        }
        ScheduledFuture<?> unused =
                scheduler.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends again what is due, and the end when everything before it is through. */
    private void look() {
        synchronized (lock) {
            Instant now = clock.instant();
            send(buffer.due(now));
            boolean endDue = sendEndAt != null && !now.isBefore(sendEndAt);
            if (endWanted && !endAnswered && endDue && buffer.isEmpty() && sessionId != null) {
                sendEndAt = now.plus(options.answerTimeout());
                connected().send(new EndSession(sessionId, buffer.recordings(), buffer.chunksInLast()));
            }
        }
    }

    private void send(List<AudioChunk> chunks) {
        for (AudioChunk chunk : chunks) {
            connected().send(chunk, () -> {
                synchronized (lock) {
                    buffer.left(chunk, clock.instant());
                }
            });
        }
    }

    private Connection connected() {
        synchronized (lock) {
            if (connection == null) {
                throw new IllegalStateException("not connected");
            }
            return connection;
        }
    }

    private void problem(Problem problem) {
        Integer recording = problem.recording();
        Integer sequence = problem.sequence();
        boolean again = problem.code() == ProblemCode.UNAVAILABLE || problem.code() == ProblemCode.INTERNAL;
        if (recording != null && sequence != null) {
            chunkProblem(problem.code(), again, recording, sequence);
        } else if (!created.isDone()) {
            created.completeExceptionally(new ProblemException(problem));
        } else if (END.equals(problem.action()) && !endAnswered) {
            endProblem(problem, again);
        }
    }

    private void chunkProblem(ProblemCode code, boolean again, int recording, int sequence) {
        if (again) {
            buffer.postponed(recording, sequence, clock.instant());
        } else if (code == ProblemCode.UNSUPPORTED_AUDIO) {
            buffer.refusedRecording(recording);
        } else {
            buffer.refused(recording, sequence);
        }
    }

    private void endProblem(Problem problem, boolean again) {
        if (again) {
            sendEndAt = clock.instant().plus(endBackoff.next());
        } else {
            over.completeExceptionally(new ProblemException(problem));
        }
    }

    /** What the server says. */
    private final class Messages implements Connection.Receiver {

        @Override
        public void received(ServerMessage message) {
            synchronized (lock) {
                if (message instanceof ChunkAcknowledged acknowledged) {
                    buffer.acknowledged(acknowledged.recording(), acknowledged.sequence());
                } else if (message instanceof SessionCreated session) {
                    sessionId = session.sessionId();
                } else if (message instanceof SessionEnding) {
                    endAnswered = true;
                } else if (message instanceof Problem problem) {
                    problem(problem);
                }
            }
            onMessage.accept(message);
            if (message instanceof SessionCreated session) {
                created.complete(session);
            } else if (message instanceof SessionOver sessionOver) {
                over.complete(sessionOver);
            } else {
                look();
            }
        }

        @Override
        public void ended(ConnectionLostException reason) {
            scheduler.shutdownNow();
            synchronized (lock) {
                lost = reason;
            }
            created.completeExceptionally(reason);
            over.completeExceptionally(reason);
        }
    }
}
