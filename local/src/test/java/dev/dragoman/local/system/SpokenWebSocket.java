package dev.dragoman.local.system;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client without manners: says whatever a test wants, and hears what comes. Not for use by many threads. */
final class SpokenWebSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    /** The largest frame that the gateway takes is twice as long. */
    private static final int FRAME_CHARS = 16 * 1024;

    private final BlockingQueue<ServerMessage> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private SpokenWebSocket(URI address, @Nullable String token) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(PATIENCE_SECONDS));
        if (token != null) {
            builder.subprotocols("dragoman", token);
        }
        socket = builder.buildAsync(address, new Frames()).join();
    }

    /** Opens one; null stands for no token. */
    static SpokenWebSocket open(URI address, @Nullable String token) {
        return new SpokenWebSocket(address, token);
    }

    void say(ClientMessage message) {
        sayText(ProtocolJson.write(message));
    }

    void sayText(String text) {
        for (int from = 0; from < text.length(); from += FRAME_CHARS) {
            int to = Math.min(text.length(), from + FRAME_CHARS);
            socket.sendText(text.substring(from, to), to == text.length()).join();
        }
    }

    /** The next message of a kind; passes over others. */
    <T extends ServerMessage> T hears(Class<T> kind) throws InterruptedException {
        ServerMessage next = hears();
        while (!kind.isInstance(next)) {
            next = hears();
        }
        return kind.cast(next);
    }

    /** The next message. */
    ServerMessage hears() throws InterruptedException {
        ServerMessage next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("nothing was heard");
        }
        return next;
    }

    /** The next message, or null if none comes within so many seconds. */
    @Nullable
    ServerMessage hearsWithin(int seconds) throws InterruptedException {
        return heard.poll(seconds, TimeUnit.SECONDS);
    }

    /** With which status the other side closed it. */
    int closeStatus() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    heard.add(ProtocolJson.readServerMessage(text.toString()));
                } catch (ProtocolException e) {
                    // Not of this protocol.
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
