package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that speaks the protocol. What the protocol does not know is passed over. Its end is told
 * exactly once. Safe for use by many threads.
 */
final class Connection implements Link {

    /** What is spoken; a token comes behind it, for a browser can send one nowhere else. */
    private static final String SUBPROTOCOL = "dragoman";

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Receiver receiver;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object sending = new Object();

    /** Completes when everything given so far has left. */
    private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

    private @Nullable Session socket;

    private Connection(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Connects. The receiver may be called before the result is complete. */
    static CompletableFuture<Connection> open(Transport transport, URI uri, Optional<String> token, Receiver receiver) {
        Connection connection = new Connection(receiver);
        ClientUpgradeRequest request = new ClientUpgradeRequest(uri);
        token.ifPresent(it -> request.setSubProtocols(SUBPROTOCOL, it));
        try {
            return transport.sockets().connect(connection.new Frames(), request).thenApply(socket -> {
                connection.opened(socket);
                return connection;
            });
        } catch (IOException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void send(ClientMessage message, Runnable whenLeft) {
        String text = ProtocolJson.write(message);
        synchronized (sending) {
            Session open = socket;
            if (open == null || ended.get()) {
                return;
            }
            lastSent = lastSent.thenCompose(before -> Callback.Completable.with(sent -> open.sendText(text, sent)))
                    .whenComplete((sent, failure) -> {
                        if (failure == null) {
                            whenLeft.run();
                        } else {
                            end(StatusCode.NO_CLOSE, failure.getMessage());
                        }
                    });
        }
    }

    @Override
    public void close() {
        synchronized (sending) {
            Session open = socket;
            if (open != null && open.isOpen()) {
                lastSent = lastSent.handle((done, failure) -> null)
                        .thenCompose(before ->
                                Callback.Completable.with(closed -> open.close(StatusCode.NORMAL, null, closed)))
                        .whenComplete((done, failure) -> end(StatusCode.NORMAL, "closed here"));
            }
        }
    }

    @Override
    public void abort() {
        Session open;
        synchronized (sending) {
            open = socket;
        }
        if (open != null) {
            open.disconnect();
        }
        end(StatusCode.NO_CLOSE, "given up here");
    }

    private void opened(Session opened) {
        synchronized (sending) {
            socket = opened;
        }
    }

    private void end(int statusCode, @Nullable String reason) {
        if (ended.compareAndSet(false, true)) {
            receiver.ended(new ConnectionLostException(statusCode, reason == null ? "" : reason));
        }
    }

    /** What comes; public for Jetty. */
    public final class Frames implements Session.Listener.AutoDemanding {

        @Override
        public void onWebSocketText(String text) {
            try {
                receiver.received(ProtocolJson.readServerMessage(text));
            } catch (ProtocolException e) {
                LOG.log(System.Logger.Level.DEBUG, "passed over a message: {0}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a callback failed", e);
            }
        }

        @Override
        public void onWebSocketError(Throwable failure) {
            end(StatusCode.NO_CLOSE, failure.getMessage());
        }

        @Override
        public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
            end(statusCode, reason);
            callback.succeed();
        }
    }
}
