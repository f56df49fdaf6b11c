package dev.dragoman.ingest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that asks one thing after the other. */
final class GoldenClient implements WebSocket.Listener, AutoCloseable {

    /** API Gateway takes frames of 32 KB. */
    private static final int FRAME_CHARS = 30_000;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    private GoldenClient(HttpClient http, URI address, String token) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (token == null) {
            builder.subprotocols("dragoman");
        } else {
            builder.subprotocols("dragoman", token);
        }
        socket = builder.buildAsync(address, this).join();
    }

    /** Connects, signed in by a token or as nobody. */
    static GoldenClient open(HttpClient http, URI address, String token) {
        return new GoldenClient(http, address, token);
    }

    /** Sends a message; what comes back, or how the connection was closed. */
    String ask(String text) throws InterruptedException {
        int from = 0;
        while (text.length() - from > FRAME_CHARS) {
            socket.sendText(text.substring(from, from + FRAME_CHARS), false).join();
            from += FRAME_CHARS;
        }
        socket.sendText(text.substring(from), true).join();
        String answer = received.poll(10, TimeUnit.SECONDS);
        return answer == null ? "{\"answer\": \"none\"}" : answer;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            received.add(message.toString());
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        received.add("{\"closed\": " + status + "}");
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
