package dev.dragoman.ingest;

import static dev.dragoman.ingest.LocalServices.BUCKET;
import static dev.dragoman.ingest.LocalServices.KEY;
import static dev.dragoman.ingest.LocalServices.SECRET;
import static dev.dragoman.ingest.LocalServices.STREAM;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.ingest.IngestConfiguration.TableNames;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.gateway.Functions;
import dev.dragoman.local.gateway.GatewaySettings;
import dev.dragoman.local.gateway.WebSocketGateway;
import dev.dragoman.local.issuer.IssuerPages;
import dev.dragoman.local.issuer.LocalIssuer;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.local.s3.LocalS3;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.SessionItem;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Ingest as it is deployed, with authorizers, behind the local gateway and on the local endpoints, to be asked as
 * clients ask. One of its services may be gone: then the handlers look for it under a name that it does not have.
 */
final class IngestAtGateway implements AutoCloseable {

    private static final String GONE = "gone";

    private final LocalS3 s3;
    private final LocalKinesis kinesis;
    private final LocalDynamoDb dynamoDb;
    private final WebSocketGateway gateway;
    private final LocalIssuer issuer;
    private final AwsClients clients;
    private final BlockingQueue<String> connected = new LinkedBlockingQueue<>();
    private final Map<String, Handlers> handlersWithout = new ConcurrentHashMap<>();
    private volatile Handlers handlers;

    private record Handlers(IngestHandler webSocket, HttpHandler http) {}

    private IngestAtGateway() {
        s3 = LocalS3.start(LocalS3.Settings.inMemory(KEY, SECRET, BUCKET));
        kinesis = LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(STREAM, 1));
        dynamoDb = LocalDynamoDb.start();
        clients = LocalServices.at(dynamoDb.endpoint());
        handlers = handlersWithout("");
        gateway = WebSocketGateway.bind(GatewaySettings.onPort(0));
        issuer = new LocalIssuer(URI.create(gateway.endpoint() + "/issuer"), Clock.systemUTC());
        SignIn signIn = new SignIn(issuer.issuer(), issuer.keys(), LocalIssuer.CLIENT_ID);
        gateway.serve(
                List.of("audioChunk", "createSession"),
                new Functions(
                        Authorizer.create(signIn),
                        this::handle,
                        HttpAuthorizer.create(signIn),
                        (event, context) -> handlers.http.handleRequest(event, context)),
                new IssuerPages(issuer));
    }

    static IngestAtGateway start() {
        return new IngestAtGateway();
    }

    /** Where clients connect. */
    URI webSocket() {
        return gateway.webSocket();
    }

    /** Where requests go. */
    URI http() {
        return gateway.endpoint();
    }

    /** Where speech is. */
    URI speech() {
        return URI.create(s3.endpoint() + "/" + BUCKET + "/");
    }

    /** A token for somebody, by the name that tables know them by. */
    String token(String sub) {
        return issuer.sign(issuer.claims("anybody").subject(sub).build());
    }

    /** The id of the connection that was opened last; waits for it. */
    String connected() throws InterruptedException {
        return Optional.ofNullable(connected.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    /** From now on a service is gone, as a table of cases names it; none if empty. */
    void isDown(String service) {
        handlers = handlersWithout.computeIfAbsent(service, this::handlersWithout);
    }

    /** Puts a case's session, its speaker and its listener, and what was said, into the tables. */
    void given(JsonNode route, String sessionId, String speaker, String listener) throws UnavailableException {
        long now = System.currentTimeMillis();
        Optional<SessionItem> session = GoldenCase.session(route, sessionId, speaker, now);
        if (session.isPresent()) {
            Connections connections = new DynamoDbConnections(clients.dynamoDb(), "connections");
            new DynamoDbSessions(clients.dynamoDb(), "sessions", "connections").create(session.get());
            connections.add(Lifetimes.speaker(speaker, sessionId, now));
            connections.add(Lifetimes.listener(listener, sessionId, "es", GoldenCase.TICKET_SECRET, now));
        }
        for (InterpretationItem item : GoldenCase.interpretations(sessionId, now / 1_000 + 3_600)) {
            InterpretationItems.put(clients.dynamoDb(), item);
        }
    }

    private Handlers handlersWithout(String service) {
        TableNames tables = new TableNames(
                name("sessions", service),
                name("connections", service),
                name("limits", service),
                name("interpretations", service));
        IngestConfiguration here =
                LocalServices.configurationAt(s3.endpoint(), kinesis.endpoint(), dynamoDb.endpoint());
        IngestConfiguration configuration = new IngestConfiguration(
                here.region(),
                service.equals("chunks") ? GONE : BUCKET,
                service.equals("events") ? GONE : STREAM,
                tables,
                here.sourceLanguages(),
                here.targetLanguages(),
                here.secret(),
                manyConnections(),
                here.endpoints(),
                here.credentials());
        return new Handlers(IngestHandler.create(configuration), HttpHandler.create(configuration));
    }

    /** All cases come from one address. */
    private static Limits manyConnections() {
        Limits usual = Limits.defaults();
        return new Limits(
                1_000_000,
                usual.joinsPerMinute(),
                usual.readsPerMinute(),
                usual.sessionsPerHour(),
                usual.chunksPerMinute(),
                usual.chunksPerSecond(),
                usual.chunkBytesPerMinute(),
                usual.guessesPerMinute(),
                usual.guessesPerSessionPerMinute(),
                usual.messageBytes(),
                usual.listenersPerSession());
    }

    private static String name(String table, String gone) {
        return table.equals(gone) ? GONE : table;
    }

    private APIGatewayV2WebSocketResponse handle(APIGatewayV2WebSocketEvent event, Context context) {
        if (event.getRequestContext().getRouteKey().equals("$connect")) {
            connected.add(event.getRequestContext().getConnectionId());
        }
        return handlers.webSocket.handleRequest(event, context);
    }

    @Override
    public void close() {
        gateway.close();
        clients.dynamoDb().close();
        dynamoDb.close();
        kinesis.close();
        s3.close();
    }
}
