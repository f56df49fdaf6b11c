package dev.dragoman.client;

import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Asks the HTTP API.
 *
 * @param api where it is, without a slash at its end
 */
record HttpMissedSource(HttpClient http, URI api) implements MissedSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String TICKET = "dragoman-ticket";
    private static final int OK = 200;

    @Override
    public CompletableFuture<MissedInterpretations> since(
            String sessionId, String language, String ticket, long sinceMillis) {
        String query = sinceMillis < 0 ? "" : "?since=" + sinceMillis;
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/audio/" + sessionId + "/" + language + query))
                .header(TICKET, ticket)
                .timeout(TIMEOUT)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(HttpMissedSource::read);
    }

    private static MissedInterpretations read(HttpResponse<byte[]> response) {
        if (response.statusCode() != OK) {
            throw new CompletionException(new MissedException(
                    response.statusCode(),
                    Duration.ofSeconds(response.headers()
                            .firstValue("retry-after")
                            .map(HttpMissedSource::seconds)
                            .orElse(0L))));
        }
        try {
            return ProtocolJson.read(response.body(), MissedInterpretations.class);
        } catch (ProtocolException e) {
            throw new CompletionException(e);
        }
    }

    private static long seconds(String header) {
        try {
            return Math.max(0, Long.parseLong(header.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Where the API is beside a WebSocket: at the same host and port. */
    static URI beside(URI webSocket) {
        String scheme = "wss".equals(webSocket.getScheme()) ? "https" : "http";
        return URI.create(scheme + "://" + webSocket.getRawAuthority());
    }
}
