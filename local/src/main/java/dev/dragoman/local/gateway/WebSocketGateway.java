package dev.dragoman.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket API on 127.0.0.1: each message calls the Lambda handler with the event that API Gateway
 * would make of it, and what the handler answers goes back on the same connection.
 *
 * <p>Calls of one connection run side by side, as Lambda's do, so their answers may come in another
 * order. A connection that breaks API Gateway's limits is closed with its status: 1003 for a binary
 * message, 1009 for a frame or a message that is too large, 1001 when it was idle or open too long.
 * {@code $disconnect} is called once, after the close. Who may connect the authorizer says.
 *
 * <p>On the same port are {@code @connections}, the HTTP API ({@link HttpApi}) and other pages. Safe for
 * use by many threads.
 */
public final class WebSocketGateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketGateway.class);

    /** With which base64 ends in one padding sign, as API Gateway's ids do. */
    private static final int ID_BYTES = 11;

    private final GatewaySettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService lambda;
    private final ScheduledThreadPoolExecutor timer;
    private final Server server;
    private final ServerConnector connector;

    private WebSocketGateway(GatewaySettings settings) {
        this.settings = settings;
        this.lambda = Executors.newFixedThreadPool(settings.invocations(), daemons("lambda"));
        this.timer = new ScheduledThreadPoolExecutor(1, daemons("gateway-timer"));
        // A connection that was closed is not to be kept until it would have lasted too long.
        timer.setRemoveOnCancelPolicy(true);
        QueuedThreadPool threads = new QueuedThreadPool(32, 2);
        threads.setName("gateway");
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(settings.port());
        server.addConnector(connector);
    }

    /**
     * Takes the port; nobody is served yet.
     *
     * @throws IllegalStateException if the port can't be had
     */
    public static WebSocketGateway bind(GatewaySettings settings) {
        WebSocketGateway gateway = new WebSocketGateway(settings);
        try {
            gateway.connector.open();
        } catch (IOException e) {
            gateway.close();
            throw noPort(settings, e);
        }
        return gateway;
    }

    /**
     * Starts, with WebSockets for everybody.
     *
     * @param routes the actions that have a route of their own; all others go to {@code $default}
     * @param handler what a Lambda function would be
     * @param pages what else is served on the port, in order
     * @throws IllegalStateException if the port can't be had
     */
    public static WebSocketGateway start(
            GatewaySettings settings,
            List<String> routes,
            RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> handler,
            Handler... pages) {
        WebSocketGateway gateway = bind(settings);
        gateway.serve(routes, Functions.of(handler), pages);
        return gateway;
    }

    /**
     * Begins to serve; once.
     *
     * @param routes the actions that have a route of their own; all others go to {@code $default}
     * @param functions what is called
     * @param pages what else is served on the port, in order
     */
    public void serve(List<String> routes, Functions functions, Handler... pages) {
        Endpoint endpoint = new Endpoint(List.copyOf(routes), functions);
        WebSocketUpgradeHandler upgrades = WebSocketUpgradeHandler.from(server, endpoint::configure);
        Handler.Sequence all = new Handler.Sequence();
        all.addHandler(new ConnectionsApi(clients::get, settings.messageBytes(), settings.faults()));
        all.addHandler(upgrades);
        if (functions.http() != null && functions.httpAuthorizer() != null) {
            all.addHandler(new HttpApi(functions.httpAuthorizer(), functions.http(), lambda, clock));
        }
        for (Handler page : pages) {
            all.addHandler(page);
        }
        server.setHandler(all);
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw noPort(settings, e);
        }
    }

    private static IllegalStateException noPort(GatewaySettings settings, Exception reason) {
        return new IllegalStateException(
                "port " + settings.port() + " on 127.0.0.1 can't be had: " + reason.getMessage()
                        + "; choose another with --port",
                reason);
    }

    /** Where clients connect. */
    public URI webSocket() {
        return URI.create("ws://localhost:" + connector.getLocalPort() + "/ws");
    }

    /** Where {@code @connections} is. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** How many clients are connected. */
    public int connections() {
        return clients.size();
    }

    /** How many connections the timer would end when they last too long. */
    int timed() {
        return timer.getQueue().size();
    }

    /** Ends a connection as a network does that is gone: without a word. Nothing if there is none. */
    public void cut(String connectionId) {
        Client client = clients.get(connectionId);
        if (client != null) {
            client.cut();
        }
    }

    /** Stops: every connection is closed. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway could not stop", e);
        } finally {
            timer.shutdownNow();
            lambda.shutdownNow();
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static Map<String, String> headers(ServerUpgradeRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach(field -> headers.put(field.getName(), field.getValue()));
        return headers;
    }

    private static Map<String, String> query(ServerUpgradeRequest request) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        return query;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name.toLowerCase(Locale.ROOT));
            thread.setDaemon(true);
            return thread;
        };
    }

    /** What handshakes and messages come to. */
    private final class Endpoint {

        private static final String SUBPROTOCOL = "Sec-WebSocket-Protocol";

        private final List<String> routes;
        private final Door door;
        private final Invocations invocations;

        Endpoint(List<String> routes, Functions functions) {
            this.routes = routes;
            this.door = new Door(functions.authorizer());
            this.invocations = new Invocations(functions.webSocket(), clock);
        }

        void configure(ServerWebSocketContainer container) {
            container.setMaxFrameSize(settings.frameBytes());
            // Off, or a frame that is too large would be taken in pieces.
            container.setAutoFragment(false);
            container.setMaxTextMessageSize(settings.messageBytes());
            container.setIdleTimeout(settings.idle());
            container.addMapping("/*", this::connect);
        }

        private @Nullable Object connect(
                ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            Map<String, String> headers = headers(request);
            Map<String, String> query = query(request);
            // API Gateway knows no extension: no compression.
            response.setExtensions(List.of());
            Door.Admission admission = door.ask(headers, query);
            if (admission.refusal() != 0) {
                Response.writeError(request, response, callback, admission.refusal());
                return null;
            }
            Invocations.Caller caller = new Invocations.Caller(
                    newId(),
                    clock.millis(),
                    Request.getRemoteAddr(request),
                    Request.getServerName(request),
                    Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.USER_AGENT), ""),
                    admission.context());
            Invocations.Welcome welcome = invocations.connect(caller, headers, query);
            welcome.headers().forEach((name, value) -> {
                if (name.equalsIgnoreCase(SUBPROTOCOL)) {
                    response.setAcceptedSubProtocol(value);
                } else {
                    response.getHeaders().put(name, value);
                }
            });
            if (welcome.status() >= 400) {
                Response.writeError(request, response, callback, welcome.status());
                return null;
            }
            Life life = new Life();
            Client client = new Client(caller, life, settings);
            life.admitted(client);
            // Somebody who is gone before the answer to the handshake never had a WebSocket to close.
            Request.addCompletionListener(request, failure -> {
                if (failure != null) {
                    life.closed(client);
                }
            });
            return client;
        }

        /** What happens on connections. */
        private final class Life implements Client.Events {

            private static final int GOING_AWAY = 1001;

            /** From now on {@code @connections} knows it. */
            void admitted(Client client) {
                clients.put(client.caller().connectionId(), client);
                client.endsBy(timer.schedule(
                        () -> client.close(GOING_AWAY, "Going away"),
                        settings.longest().toMillis(),
                        TimeUnit.MILLISECONDS));
            }

            @Override
            public void received(Client client, String message) {
                lambda.execute(() -> {
                    try {
                        String answer = invocations.message(client.caller(), routes, message);
                        if (answer != null) {
                            answer(client, answer);
                        }
                    } finally {
                        client.handled();
                    }
                });
            }

            /** A connection that is gone by now gets no answer; one that reads too slowly loses it, as on AWS. */
            private void answer(Client client, String answer) {
                Client.Sent sent = client.send(answer);
                if (sent == Client.Sent.FULL) {
                    LOG.warn(
                            "Client {} reads too slowly; an answer is dropped",
                            client.caller().connectionId());
                }
            }

            @Override
            public void closed(Client client) {
                if (clients.remove(client.caller().connectionId()) != null && !lambda.isShutdown()) {
                    lambda.execute(() -> invocations.disconnect(client.caller()));
                }
            }

            @Override
            public long now() {
                return clock.millis();
            }
        }
    }
}
