package dev.dragoman.local.gateway;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. Messages to it are written in the order in which they are sent; a client that reads
 * slowly makes only its own messages wait, and only so many of them. Safe for use by many threads.
 */
final class Client implements Session.Listener.AutoDemanding {

    private static final int UNSUPPORTED_DATA = 1003;

    private final Invocations.Caller caller;
    private final Events events;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Session session;
    private volatile long activeMillis;

    /** What a client's WebSocket tells the gateway. */
    interface Events {
        void opened(Client client);

        void received(Client client, String message);

        void closed(Client client);

        long now();
    }

    Client(Invocations.Caller caller, Events events, int mostWaiting) {
        this.caller = caller;
        this.events = events;
        this.mostWaiting = mostWaiting;
        this.activeMillis = caller.connectedAt();
    }

    Invocations.Caller caller() {
        return caller;
    }

    Instant lastActive() {
        return Instant.ofEpochMilli(activeMillis);
    }

    /** Too many messages already wait for this client. */
    static final class TooManyWaiting extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Writes a message; fails if the connection is gone or the client reads too slowly. */
    CompletableFuture<@Nullable Void> send(String message) {
        Session open = session;
        if (open == null || !open.isOpen()) {
            return CompletableFuture.failedFuture(new IllegalStateException("the connection is gone"));
        }
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(new TooManyWaiting());
        }
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        open.sendText(
                message,
                Callback.from(
                        () -> {
                            waiting.decrementAndGet();
                            activeMillis = events.now();
                            written.complete(null);
                        },
                        failure -> {
                            waiting.decrementAndGet();
                            written.completeExceptionally(failure);
                        }));
        return written;
    }

    void close(int status, String reason) {
        Session open = session;
        if (open != null) {
            open.close(status, reason, Callback.NOOP);
        }
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        events.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        activeMillis = events.now();
        events.received(this, message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        close(UNSUPPORTED_DATA, "binary messages are not taken");
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
        events.closed(this);
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // A close follows, with the status that the error calls for.
    }
}
