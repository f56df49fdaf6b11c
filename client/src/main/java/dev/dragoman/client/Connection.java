package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that speaks the protocol. Messages leave in the order in which they were given, and
 * arrive one after the other, put together from as many frames as they came in. What the protocol
 * does not know is passed over. Its end is told exactly once. Safe for use by many threads.
 */
final class Connection {

    /** Status of an end without a closing handshake (RFC 6455, 7.4.1). */
    static final int ABNORMAL_CLOSURE = 1006;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** API Gateway sends messages of at most 128 KB; a peer that sends more is none. */
    private static final int MOST_CHARS = 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Receiver receiver;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object sending = new Object();

    /** Completes when everything given so far has left. */
    private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

    private @Nullable WebSocket socket;

    private Connection(Receiver receiver) {
        this.receiver = receiver;
    }

    /** Told what comes; one call at a time. */
    interface Receiver {
        void received(ServerMessage message);

        void ended(ConnectionLostException reason);
    }

    /** Connects. The receiver may be called before the result is complete. */
    static CompletableFuture<Connection> open(HttpClient http, URI uri, Receiver receiver) {
        Connection connection = new Connection(receiver);
        return http.newWebSocketBuilder()
                .connectTimeout(CONNECT)
                .buildAsync(uri, connection.new Frames())
                .thenApply(socket -> {
                    connection.opened(socket);
                    return connection;
                });
    }

    /** Sends a message after those before it. If that fails, the receiver is told of the end. */
    void send(ClientMessage message) {
        send(message, () -> {});
    }

    /**
     * Sends a message after those before it.
     *
     * @param whenLeft runs when it has left this machine; never, if the connection ends before
     */
    void send(ClientMessage message, Runnable whenLeft) {
        String text = ProtocolJson.write(message);
        synchronized (sending) {
            WebSocket open = socket;
            if (open == null || ended.get()) {
                return;
            }
            lastSent = lastSent.thenCompose(before -> open.sendText(text, true)).whenComplete((sent, failure) -> {
                if (failure == null) {
                    whenLeft.run();
                } else {
                    end(ABNORMAL_CLOSURE, String.valueOf(failure.getMessage()));
                }
            });
        }
    }

    /** Closes it properly; what was given before still leaves. */
    void close() {
        synchronized (sending) {
            WebSocket open = socket;
            if (open != null && !open.isOutputClosed()) {
                lastSent = lastSent.handle((done, failure) -> null)
                        .thenCompose(before -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                        .whenComplete((done, failure) -> end(WebSocket.NORMAL_CLOSURE, "closed here"));
            }
        }
    }

    private void opened(WebSocket opened) {
        synchronized (sending) {
            socket = opened;
        }
    }

    private void end(int statusCode, String reason) {
        if (ended.compareAndSet(false, true)) {
            receiver.ended(new ConnectionLostException(statusCode, reason));
        }
    }

    /** Puts messages together. */
    private final class Frames implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            message.append(part);
            if (message.length() > MOST_CHARS) {
                webSocket.abort();
                end(ABNORMAL_CLOSURE, "a message of more than " + MOST_CHARS + " characters came");
                return null;
            }
            if (last) {
                String text = message.toString();
                message.setLength(0);
                deliver(text);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            end(statusCode, reason);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            end(ABNORMAL_CLOSURE, String.valueOf(error.getMessage()));
        }

        private void deliver(String text) {
            try {
                receiver.received(ProtocolJson.readServerMessage(text));
            } catch (ProtocolException e) {
                LOG.log(System.Logger.Level.DEBUG, "passed over a message: {0}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a callback failed", e);
            }
        }
    }
}
