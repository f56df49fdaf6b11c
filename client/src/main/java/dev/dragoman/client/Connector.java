package dev.dragoman.client;

import java.util.concurrent.CompletableFuture;

/** Opens connections to one server. */
@FunctionalInterface
interface Connector {

    /** Opens one. The receiver may be called before the result is complete. */
    CompletableFuture<? extends Link> open(Receiver receiver);
}
