package dev.dragoman.local.gateway;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket without manners: says frame by frame what a test wants, and hears what comes. It is Jetty's,
 * for the JDK's own sometimes does not notice that something came.
 */
public final class PlainSocket implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;
    private static final long MOST_BYTES = 1024 * 1024;
    private static final WebSocketClient CLIENT = started();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Session session;

    private PlainSocket(URI address, String... subprotocols) {
        try {
            ClientUpgradeRequest request = new ClientUpgradeRequest(address);
            request.setSubProtocols(subprotocols);
            session = CLIENT.connect(new Hearing(), request).join();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens one.
     *
     * @throws java.util.concurrent.CompletionException if it is refused, with the status
     */
    public static PlainSocket open(URI address, String... subprotocols) {
        return new PlainSocket(address, subprotocols);
    }

    private static WebSocketClient started() {
        WebSocketClient client = new WebSocketClient();
        client.setMaxTextMessageSize(MOST_BYTES);
        try {
            client.start();
            // A refusal is a refusal, with or without a challenge.
            client.getHttpClient().getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    /** Sends a frame, the last of its message or not. */
    public void say(String text, boolean last) {
        Callback.Completable.with(sent -> session.sendPartialText(text, last, sent))
                .join();
    }

    /** Sends a binary message. */
    public void say(byte[] bytes) {
        Callback.Completable.with(sent -> session.sendBinary(ByteBuffer.wrap(bytes), sent))
                .join();
    }

    /** The next message, or null if none comes within so many seconds. */
    public @Nullable String hears(int seconds) throws InterruptedException {
        return heard.poll(seconds, TimeUnit.SECONDS);
    }

    /** Closes it with a status. */
    public void leave(int status) {
        Callback.Completable.with(left -> session.close(status, null, left)).join();
    }

    /** With which status the other side closed it. */
    public int closed() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends it without a word. */
    @Override
    public void close() {
        session.disconnect();
    }

    /** Hears everything; public for Jetty. */
    public final class Hearing implements Session.Listener.AutoDemanding {

        @Override
        public void onWebSocketText(String text) {
            heard.add(text);
        }

        @Override
        public void onWebSocketClose(int status, @Nullable String reason, Callback callback) {
            closed.complete(status);
            callback.succeed();
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            closed.completeExceptionally(cause);
        }
    }
}
