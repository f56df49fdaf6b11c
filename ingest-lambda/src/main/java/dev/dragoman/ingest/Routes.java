package dev.dragoman.ingest;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.EndSession;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Answers every message a client can send, with a problem where it can't be done: nothing that a
 * client sends and nothing that a service does makes it throw. Safe for use by many threads.
 */
final class Routes {

    /** API Gateway's own limit for a message. */
    private static final int MOST_CHARS = 128 * 1024;

    /** Stands for a connection while nobody is there; API Gateway's ids have another shape. */
    private static final String WARM_UP = "warm-up";

    private final CreateSessionRoute createSession;
    private final JoinSessionRoute joinSession;
    private final AudioChunkRoute audioChunk;
    private final EndSessionRoute endSession;
    private final Connections connections;

    private Routes(
            CreateSessionRoute createSession,
            JoinSessionRoute joinSession,
            AudioChunkRoute audioChunk,
            EndSessionRoute endSession,
            Connections connections) {
        this.createSession = createSession;
        this.joinSession = joinSession;
        this.audioChunk = audioChunk;
        this.endSession = endSession;
        this.connections = connections;
    }

    /** Routes on the services that the configuration names. */
    static Routes on(IngestConfiguration configuration) {
        AwsClients clients = AwsClients.of(configuration);
        return of(
                new S3ChunkStore(clients.s3(), configuration.bucket()),
                new KinesisEventStream(clients.kinesis(), configuration.stream()),
                new DynamoDbSessions(clients.dynamoDb(), configuration.sessionsTable()),
                new DynamoDbConnections(clients.dynamoDb(), configuration.connectionsTable()),
                new SessionIds(new SecureRandom()),
                configuration,
                Clock.systemUTC());
    }

    /** Routes on any services. */
    static Routes of(
            ChunkStore chunks,
            EventStream events,
            Sessions sessions,
            Connections connections,
            SessionIds ids,
            IngestConfiguration configuration,
            Clock clock) {
        LiveSessions live = new LiveSessions(sessions, clock);
        return new Routes(
                new CreateSessionRoute(
                        sessions,
                        connections,
                        events,
                        ids,
                        configuration.sourceLanguages(),
                        configuration.targetLanguages(),
                        clock),
                new JoinSessionRoute(live, connections, configuration.targetLanguages(), clock),
                new AudioChunkRoute(live, chunks, events, clock),
                new EndSessionRoute(sessions, live, events, clock),
                connections);
    }

    /** Does once what the first message would otherwise wait for: classes, JSON, the way to the table. */
    void warmUp() {
        message(WARM_UP, ProtocolJson.write(new JoinSession("warm-up-000", "en")));
    }

    /** Answers a message. */
    ServerMessage message(String connectionId, String body) {
        if (body.length() > MOST_CHARS) {
            return Problem.of(ProblemCode.TOO_LARGE, "The message is larger than " + MOST_CHARS + " bytes.");
        }
        ClientMessage message;
        try {
            message = ProtocolJson.readClientMessage(body);
        } catch (ProtocolException e) {
            return e.toProblem();
        }
        ServerMessage answer = answered(connectionId, message);
        return answer instanceof Problem problem ? problem.answering(message) : answer;
    }

    private ServerMessage answered(String connectionId, ClientMessage message) {
        try {
            return answer(connectionId, message);
        } catch (UnavailableException e) {
            IngestLog.unavailable(sessionId(message), e);
            return aboutItsSession(message, Refusal.unavailable(e));
        } catch (RuntimeException e) {
            IngestLog.broken(connectionId, e);
            return aboutItsSession(
                    message, Problem.of(ProblemCode.INTERNAL, "Something broke on the server, please try again."));
        }
    }

    /** Forgets a connection that is gone. Its item goes by itself in time if this fails. */
    void disconnected(String connectionId) {
        try {
            connections.remove(connectionId);
        } catch (UnavailableException e) {
            IngestLog.unavailable("-", e);
        }
    }

    private ServerMessage answer(String connectionId, ClientMessage message) throws UnavailableException {
        if (message instanceof AudioChunk chunk) {
            return audioChunk.handle(connectionId, chunk);
        }
        if (message instanceof CreateSession create) {
            return createSession.handle(connectionId, create);
        }
        if (message instanceof JoinSession join) {
            return joinSession.handle(connectionId, join);
        }
        return endSession.handle(connectionId, (EndSession) message);
    }

    private static Problem aboutItsSession(ClientMessage message, Problem problem) {
        if (message instanceof AudioChunk chunk) {
            return Refusal.aboutChunk(problem, chunk);
        }
        return message instanceof CreateSession ? problem : Refusal.aboutSession(problem, sessionId(message));
    }

    private static String sessionId(ClientMessage message) {
        if (message instanceof AudioChunk chunk) {
            return chunk.sessionId();
        }
        if (message instanceof JoinSession join) {
            return join.sessionId();
        }
        return message instanceof EndSession end ? end.sessionId() : "-";
    }
}
