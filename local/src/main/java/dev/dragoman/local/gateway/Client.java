package dev.dragoman.local.gateway;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from the moment in which it is let in: what is sent to it before it is open waits. Messages to it are written in the order in which they are sent; a client that reads slowly
 * makes only its own messages wait, and only so many of them. Of its own messages only so many are with their
 * handlers at once, and no more are read until one is done: who sends without end waits for itself, where on
 * AWS Lambda would grow. Safe for use by many threads. Public because Jetty calls it by reflection.
 */
public final class Client implements Session.Listener {

    private static final int UNSUPPORTED_DATA = 1003;

    private final Invocations.Caller caller;
    private final Events events;
    private final GatewaySettings settings;
    private final Outbox outbox;
    private final CompletableFuture<Session> opening = new CompletableFuture<>();
    private volatile @Nullable Future<?> end;
    private volatile long activeMillis;
    private int unfinished;
    private boolean held;

    /** What a client's WebSocket tells the gateway. */
    interface Events {
        /** A message came; {@link Client#handled} is to be called when it is dealt with. */
        void received(Client client, String message);

        void closed(Client client);

        long now();
    }

    /** What became of a message. */
    enum Sent {
        /** It is on its way. */
        QUEUED,
        /** The connection is gone. */
        GONE,
        /** The client reads so slowly that no more may wait for it. */
        FULL
    }

    Client(Invocations.Caller caller, Events events, GatewaySettings settings) {
        this.caller = caller;
        this.events = events;
        this.settings = settings;
        this.activeMillis = caller.connectedAt();
        this.outbox = new Outbox(
                settings.frameBytes(), settings.waiting(), settings.waitingBytes(), () -> activeMillis = events.now());
    }

    Invocations.Caller caller() {
        return caller;
    }

    Instant lastActive() {
        return Instant.ofEpochMilli(activeMillis);
    }

    /** What ends the connection when it lasts too long; called off when it is closed before. */
    void endsBy(Future<?> timer) {
        end = timer;
    }

    /** Puts a message on its way; never waits. */
    Sent send(String message) {
        Session open = opening.getNow(null);
        if (open != null && !open.isOpen()) {
            return Sent.GONE;
        }
        return outbox.add(message) ? Sent.QUEUED : Sent.FULL;
    }

    void close(int status, String reason) {
        var unused = opening.thenAccept(open -> open.close(status, reason, Callback.NOOP));
    }

    /** Ends it as a network does that is gone: without a word. */
    void cut() {
        var unused = opening.thenAccept(Session::disconnect);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        outbox.open(opened::sendPartialText);
        opening.complete(opened);
        opened.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        activeMillis = events.now();
        boolean more;
        synchronized (this) {
            unfinished++;
            more = unfinished < settings.unfinished();
            held = !more;
        }
        events.received(this, message);
        if (more) {
            demand();
        }
    }

    /** A message is dealt with: there is room for another. */
    void handled() {
        boolean more;
        synchronized (this) {
            unfinished--;
            more = held;
            held = false;
        }
        if (more) {
            demand();
        }
    }

    private void demand() {
        Session open = opening.getNow(null);
        if (open != null && open.isOpen()) {
            open.demand();
        }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        // The client's own close is still to be read.
        demand();
        close(UNSUPPORTED_DATA, "binary messages are not taken");
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
        Future<?> timer = end;
        if (timer != null) {
            timer.cancel(false);
        }
        events.closed(this);
        callback.succeed();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // A close follows, with the status that the error calls for.
    }
}
