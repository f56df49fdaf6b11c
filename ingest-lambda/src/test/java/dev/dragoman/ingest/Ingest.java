package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.ingest.IngestConfiguration.TableNames;
import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The handlers on fakes, with a clock that stands until it is told to go on. */
final class Ingest {

    static final String SESSION = "golden-eagle-427";
    static final String OWNER = "c1a0-owner";
    static final String ADDRESS = "203.0.113.7";
    static final String TICKET = "listener.c2VjcmV0";

    /** An EBML header's first bytes. */
    static final byte[] WEBM_START = {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x9F};

    static final IngestConfiguration CONFIGURATION = IngestConfiguration.of(
            "eu-central-1",
            InMemoryChunkStore.BUCKET,
            "events",
            new TableNames("sessions", "connections", "limits", "interpretations"),
            "a secret of the tests");

    final InMemoryChunkStore chunks = new InMemoryChunkStore();
    final InMemoryEventStream events = new InMemoryEventStream();
    final InMemoryConnections connections = new InMemoryConnections();
    final InMemorySessions sessions = new InMemorySessions(connections);
    final InMemoryLimitTable limits = new InMemoryLimitTable();
    final InMemoryInterpretations interpretations = new InMemoryInterpretations();
    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
    final List<String> metrics = new CopyOnWriteArrayList<>();
    final Services services = new Services(
            chunks,
            events,
            sessions,
            connections,
            limits,
            interpretations,
            key -> "https://speech.example/" + key,
            new IngestMetrics(metrics::add, clock),
            new Random(427),
            clock);
    final Routes routes;
    final IngestHandler handler;
    final HttpHandler http;

    Ingest() {
        this(Limits.defaults());
    }

    Ingest(Limits configured) {
        routes = new Routes(services, CONFIGURATION.withLimits(configured));
        handler = new IngestHandler(routes);
        http = new HttpHandler(new HttpRoutes(services, CONFIGURATION.withLimits(configured)));
    }

    /** An event of a connection that is signed in as this user, or as nobody if null. */
    APIGatewayV2WebSocketResponse send(
            String route, String connectionId, String user, Map<String, String> headers, String body) {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId(connectionId);
        context.setRouteKey(route);
        APIGatewayV2WebSocketEvent.RequestIdentity identity = new APIGatewayV2WebSocketEvent.RequestIdentity();
        identity.setSourceIp(ADDRESS);
        context.setIdentity(identity);
        if (user != null) {
            context.setAuthorizer(Map.of("principalId", user, "sub", user));
        }
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setHeaders(headers);
        event.setBody(body);
        return handler.handleRequest(event, null);
    }

    APIGatewayV2WebSocketResponse send(String route, String connectionId, String body) {
        return send(route, connectionId, null, null, body);
    }

    /** A request to the HTTP API, signed in as this user, or as nobody if null. */
    APIGatewayV2HTTPResponse request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String user,
            String body) {
        APIGatewayV2HTTPEvent.RequestContext.RequestContextBuilder context =
                APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withStage("$default")
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(method)
                                .withPath(path)
                                .withSourceIp(ADDRESS)
                                .build());
        if (user != null) {
            context.withAuthorizer(APIGatewayV2HTTPEvent.RequestContext.Authorizer.builder()
                    .withLambda(Map.of("sub", user))
                    .build());
        }
        return http.handleRequest(
                APIGatewayV2HTTPEvent.builder()
                        .withRequestContext(context.build())
                        .withHeaders(headers)
                        .withQueryStringParameters(query)
                        .withBody(body)
                        .withIsBase64Encoded(false)
                        .build(),
                null);
    }

    /** Puts a session, its speaker {@code speaker} and its {@code listener} into the tables. */
    void given(SessionPhase phase, Duration age) {
        given(phase, age, null, 100);
    }

    void given(SessionPhase phase, Duration age, String passcode, int mostListeners) {
        given(GoldenCase.session(SESSION, "speaker", phase, clock.millis() - age.toMillis(), passcode, mostListeners));
    }

    /** Puts a session, its speaker {@code speaker} and its {@code listener} into the tables. */
    void given(SessionItem session) {
        long now = clock.millis();
        sessions.items.put(SESSION, session);
        connections.items.put("speaker", Lifetimes.speaker("speaker", SESSION, now));
        connections.items.put("listener", Lifetimes.listener("listener", SESSION, "es", GoldenCase.TICKET_SECRET, now));
    }

    /** Says something on a connection that nobody is signed in on. */
    ServerMessage say(String connectionId, ClientMessage message) {
        return say(connectionId, null, message);
    }

    ServerMessage say(String connectionId, String user, ClientMessage message) {
        return routes.message(new Caller(connectionId, user, ADDRESS), ProtocolJson.write(message));
    }

    SessionItem session() {
        return sessions.items.get(SESSION);
    }

    ConnectionItem connection(String connectionId) {
        return connections.items.get(connectionId);
    }

    static String chunk(String sessionId, int recording, int sequence, byte[] data) {
        return ProtocolJson.write(new AudioChunk(sessionId, recording, sequence, 1_000, data));
    }
}
