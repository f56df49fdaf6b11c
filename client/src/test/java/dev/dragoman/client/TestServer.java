package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** A server that answers each message as the test says, and has the objects that the test gives it. */
final class TestServer implements AutoCloseable {

    /** What clients said, in the order in which it came. */
    final List<ClientMessage> received = new CopyOnWriteArrayList<>();

    /** How long each text was that came, in characters; all are ASCII. */
    final List<Integer> lengths = new CopyOnWriteArrayList<>();

    /** Objects to download, by path. */
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    /** What was asked of {@code /audio}, with the query, the ticket and, right behind it, the passcode. */
    final List<String> askedForMissed = new CopyOnWriteArrayList<>();

    /** What {@code /audio} answers. */
    final AtomicReference<@Nullable MissedInterpretations> missed = new AtomicReference<>();

    /** The subprotocols that were offered, connection by connection. */
    final List<List<String>> offered = new CopyOnWriteArrayList<>();

    /** How connections are refused; 0 for not at all. */
    final AtomicInteger refusal = new AtomicInteger();

    /** How often the next downloads fail with a server's error. */
    final AtomicInteger failingDownloads = new AtomicInteger();

    /** How many downloads came. */
    final AtomicInteger downloads = new AtomicInteger();

    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private volatile Function<ClientMessage, List<ServerMessage>> answers = message -> List.of();

    static TestServer start() {
        TestServer test = new TestServer();
        test.connector.setHost("127.0.0.1");
        test.server.addConnector(test.connector);
        WebSocketUpgradeHandler upgrade = WebSocketUpgradeHandler.from(
                test.server,
                container -> container.addMapping("/talk", (request, response, callback) -> {
                    test.offered.add(request.getSubProtocols());
                    if (test.refusal.get() != 0) {
                        Response.writeError(request, response, callback, test.refusal.get());
                        return null;
                    }
                    if (request.hasSubProtocol("dragoman")) {
                        response.setAcceptedSubProtocol("dragoman");
                    }
                    return test.new Endpoint();
                }));
        upgrade.setHandler(test.new Files());
        test.server.setHandler(upgrade);
        try {
            test.server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return test;
    }

    void answer(Function<ClientMessage, List<ServerMessage>> script) {
        answers = script;
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/talk");
    }

    String urlOf(String path) {
        return "http://127.0.0.1:" + connector.getLocalPort() + path;
    }

    /** Says something to everybody who is connected. */
    void say(ServerMessage message) {
        sayText(ProtocolJson.write(message));
    }

    void sayText(String text) {
        sessions.forEach(session -> session.sendText(text, org.eclipse.jetty.websocket.api.Callback.NOOP));
    }

    /** Says something in two frames. */
    void sayInFragments(ServerMessage message) {
        String text = ProtocolJson.write(message);
        int middle = text.length() / 2;
        sessions.forEach(session -> session.sendPartialText(
                text.substring(0, middle),
                false,
                org.eclipse.jetty.websocket.api.Callback.from(
                        () -> session.sendPartialText(
                                text.substring(middle), true, org.eclipse.jetty.websocket.api.Callback.NOOP),
                        failure -> {})));
    }

    /** Ends every connection without a word. */
    void cut() {
        sessions.forEach(Session::disconnect);
        sessions.clear();
    }

    /** How many connections there are. */
    int connections() {
        return (int) sessions.stream().filter(Session::isOpen).count();
    }

    <T extends ClientMessage> List<T> received(Class<T> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One connection; public for Jetty. */
    public final class Endpoint implements Session.Listener.AutoDemanding {

        private Session session;

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            session.setMaxTextMessageSize(128 * 1024);
            sessions.add(opened);
        }

        @Override
        public void onWebSocketText(String text) {
            lengths.add(text.length());
            ClientMessage message;
            try {
                message = ProtocolJson.readClientMessage(text);
            } catch (ProtocolException e) {
                throw new IllegalStateException(e);
            }
            received.add(message);
            answers.apply(message)
                    .forEach(answer -> session.sendText(
                            ProtocolJson.write(answer), org.eclipse.jetty.websocket.api.Callback.NOOP));
        }
    }

    private final class Files extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            MissedInterpretations answer = missed.get();
            if (Request.getPathInContext(request).startsWith("/audio/") && answer != null) {
                askedForMissed.add(request.getHttpURI().getPathQuery() + " "
                        + request.getHeaders().get("dragoman-ticket")
                        + Objects.toString(request.getHeaders().get("dragoman-passcode"), ""));
                response.setStatus(200);
                response.write(true, ByteBuffer.wrap(ProtocolJson.writeBytes(answer)), callback);
                return true;
            }
            downloads.incrementAndGet();
            byte[] object = objects.get(Request.getPathInContext(request));
            boolean fails = failingDownloads.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            response.setStatus(fails ? 503 : object == null ? 404 : 200);
            response.write(true, ByteBuffer.wrap(fails || object == null ? new byte[0] : object), callback);
            return true;
        }
    }
}
