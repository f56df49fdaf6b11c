package dev.dragoman.ingest;

import dev.dragoman.protocol.AskSessionStatus;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.LeaveSession;
import dev.dragoman.protocol.MuteSession;
import dev.dragoman.protocol.PauseSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.RefreshConnection;
import dev.dragoman.protocol.ResumeSession;
import dev.dragoman.protocol.ServerMessage;
import java.time.Clock;
import java.util.List;

/**
 * Answers every message a client can send, with a problem where it can't be done: nothing that a
 * client sends and nothing that a service does makes it throw. Safe for use by many threads.
 */
final class Routes {

    /** Stands for a connection while nobody is there; API Gateway's ids have another shape. */
    static final Caller WARM_UP = new Caller("warm-up", null, "warm-up");

    private final CreateSessionRoute createSession;
    private final JoinSessionRoute joinSession;
    private final AudioChunkRoute audioChunk;
    private final PauseSessionRoute pauseSession;
    private final ResumeSessionRoute resumeSession;
    private final MuteSessionRoute muteSession;
    private final EndSessionRoute endSession;
    private final ChangeLanguageRoute changeLanguage;
    private final LeaveSessionRoute leaveSession;
    private final SessionStatusRoute sessionStatus;
    private final RefreshConnectionRoute refreshConnection;
    private final HeartbeatRoute heartbeat;
    private final Connections connections;
    private final Limiter limiter;
    private final IngestMetrics metrics;
    private final int mostBytes;
    private final Clock clock;

    Routes(Services on, IngestConfiguration configuration) {
        Shared shared = new Shared(on, configuration);
        LiveSessions live = shared.live;
        List<String> targets = configuration.targetLanguages();
        Tickets tickets = new Tickets(on.random());
        TakeOvers takeOvers = new TakeOvers(live, on.sessions(), on.clock());
        ChunkAllowance allowance = new ChunkAllowance(shared.limiter, configuration.limits(), on.clock());
        ReceivedChunks received = new ReceivedChunks(on.chunks(), on.events(), allowance, on.clock());
        connections = on.connections();
        limiter = shared.limiter;
        metrics = on.metrics();
        mostBytes = configuration.limits().messageBytes();
        clock = on.clock();
        createSession = new CreateSessionRoute(shared.newSessions, connections, clock);
        joinSession = new JoinSessionRoute(
                live,
                connections,
                new ListenerCounts(connections, clock),
                shared.passcodes,
                limiter,
                tickets,
                targets,
                clock);
        audioChunk =
                new AudioChunkRoute(live, on.sessions(), shared.limiter, allowance, on.chunks(), on.events(), clock);
        pauseSession = new PauseSessionRoute(live, on.sessions(), on.events(), clock);
        resumeSession = new ResumeSessionRoute(takeOvers, live, on.sessions(), received, on.events(), clock);
        muteSession = new MuteSessionRoute(live, on.sessions(), on.events(), clock);
        endSession = shared.endSession;
        changeLanguage = new ChangeLanguageRoute(live, connections, targets, clock);
        leaveSession = new LeaveSessionRoute(connections);
        sessionStatus = new SessionStatusRoute(live, connections, limiter, clock);
        refreshConnection = new RefreshConnectionRoute(takeOvers, live, received, connections, tickets, clock);
        heartbeat = new HeartbeatRoute(connections, clock);
    }

    /** Does once what the first message would otherwise wait for: classes, JSON, the way to the table. */
    void warmUp() {
        message(WARM_UP, ProtocolJson.write(new AudioChunk("warm-up-000", 0, 0, 0, new byte[0])));
    }

    /**
     * Somebody connects.
     *
     * @throws RefusedException if their address had enough
     */
    void connected(Caller caller) throws RefusedException {
        try {
            limiter.connection(caller.address());
            metrics.count(IngestMetrics.CONNECTIONS);
        } catch (RefusedException e) {
            metrics.refused(e.problem().code());
            throw e;
        } catch (RuntimeException e) {
            IngestLog.broken(caller.connectionId(), e);
        }
    }

    /** Answers a message. */
    ServerMessage message(Caller caller, String body) {
        ServerMessage answer = understood(caller, body);
        metrics.count(IngestMetrics.ANSWERED);
        if (answer instanceof Problem problem) {
            metrics.refused(problem.code());
        }
        return answer;
    }

    private ServerMessage understood(Caller caller, String body) {
        if (Bytes.isMoreThan(body, mostBytes)) {
            return Problem.of(ProblemCode.TOO_LARGE, "The message is larger than " + mostBytes + " bytes.");
        }
        ClientMessage message;
        try {
            message = ProtocolJson.readClientMessage(body);
        } catch (ProtocolException e) {
            return e.toProblem();
        }
        ServerMessage answer = answered(caller, message);
        return answer instanceof Problem problem ? problem.answering(message) : answer;
    }

    private ServerMessage answered(Caller caller, ClientMessage message) {
        try {
            return answer(caller, message);
        } catch (RefusedException e) {
            return message instanceof AudioChunk chunk ? Refusal.aboutChunk(e.problem(), chunk) : e.problem();
        } catch (UnavailableException e) {
            IngestLog.unavailable(Subject.of(message), e);
            return aboutItsSession(message, Refusal.unavailable(e));
        } catch (RuntimeException e) {
            IngestLog.broken(caller.connectionId(), e);
            return aboutItsSession(
                    message, Problem.of(ProblemCode.INTERNAL, "Something broke on the server, please try again."));
        }
    }

    /** Notes that a connection is gone. Its item goes by itself in time if this fails. */
    void disconnected(String connectionId) {
        try {
            connections.lost(connectionId, Lifetimes.endSeconds(clock.millis(), Lifetimes.LOST));
        } catch (UnavailableException e) {
            IngestLog.unavailable("-", e);
        } catch (RuntimeException e) {
            IngestLog.broken(connectionId, e);
        }
    }

    private ServerMessage answer(Caller caller, ClientMessage message) throws UnavailableException, RefusedException {
        if (message instanceof AudioChunk chunk) {
            ServerMessage acknowledged = audioChunk.handle(caller, chunk);
            metrics.count(IngestMetrics.CHUNKS);
            metrics.count(IngestMetrics.CHUNK_BYTES, chunk.data().length);
            return acknowledged;
        }
        if (message instanceof Heartbeat) {
            return heartbeat.handle(caller);
        }
        if (message instanceof JoinSession join) {
            return joinSession.handle(caller, join);
        }
        if (message instanceof RefreshConnection refresh) {
            return refreshConnection.handle(caller, refresh);
        }
        if (message instanceof ChangeLanguage change) {
            return changeLanguage.handle(caller, change);
        }
        if (message instanceof LeaveSession leave) {
            return leaveSession.handle(caller, leave);
        }
        if (message instanceof AskSessionStatus ask) {
            return sessionStatus.handle(caller, ask);
        }
        return answerSpeaker(caller, message);
    }

    private ServerMessage answerSpeaker(Caller caller, ClientMessage message)
            throws UnavailableException, RefusedException {
        if (message instanceof CreateSession create) {
            return createSession.handle(caller, create);
        }
        if (message instanceof PauseSession pause) {
            return pauseSession.handle(caller, pause);
        }
        if (message instanceof ResumeSession resume) {
            return resumeSession.handle(caller, resume);
        }
        if (message instanceof MuteSession mute) {
            return muteSession.handle(caller, mute);
        }
        return endSession.handle(caller, (EndSession) message);
    }

    private static Problem aboutItsSession(ClientMessage message, Problem problem) {
        return message instanceof AudioChunk chunk
                ? Refusal.aboutChunk(problem, chunk)
                : Refusal.aboutSession(problem, Subject.of(message));
    }
}
