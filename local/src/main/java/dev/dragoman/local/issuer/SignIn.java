package dev.dragoman.local.issuer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.client.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Signs somebody in at a local system, anew for each connection.
 *
 * @param system any address of the system, for example its WebSocket's
 * @param user who
 */
public record SignIn(URI system, String user) implements TokenSource {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Override
    public CompletableFuture<Optional<String>> token() {
        URI token = URI.create("http://" + system.getRawAuthority() + "/issuer/token?user=" + user);
        HttpRequest request = HttpRequest.newBuilder(token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(TIMEOUT)
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(SignIn::read);
    }

    private static Optional<String> read(HttpResponse<String> response) {
        try {
            if (response.statusCode() != OK) {
                throw new IOException("nobody signs in at " + response.uri().getAuthority() + " (status "
                        + response.statusCode() + "); a token is needed: --token or DRAGOMAN_TOKEN");
            }
            return Optional.of(
                    JSON.readTree(response.body()).path("access_token").asText());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
