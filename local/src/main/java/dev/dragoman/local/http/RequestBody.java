package dev.dragoman.local.http;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;

/** The whole body of a request, read without holding a thread. */
public final class RequestBody {

    private RequestBody() {}

    /**
     * Reads it; fails with an {@link IllegalStateException} when it has more bytes than accepted, and with an
     * {@link java.io.IOException} when the client goes away.
     */
    public static CompletableFuture<byte[]> read(Request request, int maxBytes) {
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, maxBytes, Promise.Invocable.toPromise(body));
        return body;
    }
}
