package dev.dragoman.local.system;

import dev.dragoman.local.gateway.PlainSocket;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A client without manners: says whatever a test wants, and hears what comes. Not for use by many threads. */
final class SpokenWebSocket implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    /** The largest frame that the gateway takes is twice as long. */
    private static final int FRAME_CHARS = 16 * 1024;

    private final PlainSocket socket;

    private SpokenWebSocket(URI address, @Nullable String token) {
        socket = token == null ? PlainSocket.open(address) : PlainSocket.open(address, "dragoman", token);
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
            socket.say(text.substring(from, to), to == text.length());
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
        ServerMessage next = hearsWithin(PATIENCE_SECONDS);
        if (next == null) {
            throw new IllegalStateException("nothing was heard");
        }
        return next;
    }

    /** The next message, or null if none comes within so many seconds; passes over what is not of this protocol. */
    @Nullable
    ServerMessage hearsWithin(int seconds) throws InterruptedException {
        for (String text = socket.hears(seconds); text != null; text = socket.hears(seconds)) {
            try {
                return ProtocolJson.readServerMessage(text);
            } catch (ProtocolException e) {
                // Not of this protocol.
            }
        }
        return null;
    }

    /** With which status the other side closed it. */
    int closeStatus() throws Exception {
        return socket.closed();
    }

    @Override
    public void close() {
        socket.close();
    }
}
