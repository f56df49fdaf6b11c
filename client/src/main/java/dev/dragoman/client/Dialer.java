package dev.dragoman.client;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Opens WebSockets to one address, each with the token of that moment. */
record Dialer(Transport transport, URI uri, TokenSource tokens) implements Connector {

    @Override
    public CompletableFuture<Connection> open(Receiver receiver) {
        return tokens.token().thenCompose(token -> Connection.open(transport, uri, token, receiver));
    }
}
