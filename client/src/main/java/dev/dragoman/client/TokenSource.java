package dev.dragoman.client;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where a client has its token from. Asked each time that a connection is opened, for a token lives
 * shorter than a talk may last.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * A token that is good now; none for somebody who is not signed in. If it fails, so does the
     * connection that it was for, and it is asked again for the next one.
     */
    CompletableFuture<Optional<String>> token();

    /** Nobody is signed in: enough for a listener. */
    static TokenSource anonymous() {
        return () -> CompletableFuture.completedFuture(Optional.empty());
    }

    /** The same token each time. */
    static TokenSource of(String token) {
        return () -> CompletableFuture.completedFuture(Optional.of(token));
    }
}
