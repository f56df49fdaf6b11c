package dev.dragoman.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches speech in the background, a few at a time, in the order asked for. A server's error or a
 * broken connection is tried again; a refusal (4xx) is not. Safe for use by many threads.
 */
final class Downloads implements Fetch {

    /** As many as a browser opens to one host, less two. */
    private static final int AT_A_TIME = 4;

    private static final int TRIES = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private final HttpClient http;
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ArrayDeque<>();
    private int running;

    Downloads(HttpClient http) {
        this.http = http;
    }

    /**
     * Fetches an object.
     *
     * @return its bytes; exceptionally {@link IOException} with the reason
     */
    @Override
    public CompletableFuture<byte[]> get(String url) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new IOException("the address is none", e));
        }
        return turn().thenCompose(go -> attempt(request, TRIES, new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF)))
                .whenComplete((bytes, failure) -> finished());
    }

    private CompletableFuture<byte[]> attempt(HttpRequest request, int triesLeft, Backoff backoff) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .handle(Outcome::new)
                .thenCompose(outcome -> {
                    if (outcome.mayBeTriedAgain() && triesLeft > 1) {
                        Executor later =
                                CompletableFuture.delayedExecutor(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
                        return CompletableFuture.completedFuture(triesLeft - 1)
                                .thenComposeAsync(left -> attempt(request, left, backoff), later);
                    }
                    return outcome.bytes();
                });
    }

    /** Completes when it is this download's turn. */
    private CompletableFuture<@Nullable Void> turn() {
        synchronized (waiting) {
            if (running < AT_A_TIME) {
                running++;
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
            waiting.add(turn);
            return turn;
        }
    }

    private void finished() {
        CompletableFuture<@Nullable Void> next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
        }
        next.complete(null);
    }

    /** What one try came to: a response or a failure. */
    private record Outcome(
            @Nullable HttpResponse<byte[]> response,
            @Nullable Throwable failure) {

        boolean mayBeTriedAgain() {
            return response == null || response.statusCode() >= SERVER_ERROR;
        }

        CompletableFuture<byte[]> bytes() {
            if (response == null) {
                return CompletableFuture.failedFuture(new IOException(String.valueOf(failure), failure));
            }
            return response.statusCode() == OK
                    ? CompletableFuture.completedFuture(response.body())
                    : CompletableFuture.failedFuture(new IOException("status " + response.statusCode()));
        }
    }
}
