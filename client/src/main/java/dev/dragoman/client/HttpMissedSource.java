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
 * Asks the HTTP API, with the ticket and with the passcode: the ticket of a listener that was away is
 * forgotten when its session has ended and it can't come back for another. A passcode that does not
 * fit a header is left out.
 *
 * @param api where it is, without a slash at its end
 */
record HttpMissedSource(HttpClient http, URI api) implements MissedSource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String TICKET = "dragoman-ticket";
    private static final String PASSCODE = "dragoman-passcode";
    private static final int OK = 200;

    @Override
    public CompletableFuture<MissedInterpretations> since(Seat seat, long sinceMillis) {
        String query = sinceMillis < 0 ? "" : "?since=" + sinceMillis;
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(api + "/audio/" + seat.sessionId() + "/" + seat.language() + query))
                .header(TICKET, seat.ticket())
                .timeout(TIMEOUT);
        String passcode = seat.passcode();
        if (passcode != null && fitsAHeader(passcode)) {
            request.header(PASSCODE, passcode);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(HttpMissedSource::read);
    }

    /** Whether it arrives as it is: printable ASCII, and no space at its ends, where it would be dropped. */
    private static boolean fitsAHeader(String value) {
        return value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c <= '~');
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
