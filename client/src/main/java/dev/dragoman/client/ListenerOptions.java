package dev.dragoman.client;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a listener's client behaves.
 *
 * @param line how the connection is kept up
 * @param requests how long after something was asked it is asked again if nothing was heard of it
 * @param api where the HTTP API is, without a slash at its end; null if at the WebSocket's host and port
 */
public record ListenerOptions(
        LineOptions line, Duration requests, @Nullable URI api) {

    /** 10 s for an answer, which is twice what ingest gives its services. */
    public static ListenerOptions defaults() {
        return new ListenerOptions(LineOptions.defaults(), Duration.ofSeconds(10), null);
    }

    /** The same with another line. */
    public ListenerOptions with(LineOptions other) {
        return new ListenerOptions(other, requests, api);
    }

    /** The same with the HTTP API elsewhere. */
    public ListenerOptions withApi(@Nullable URI other) {
        return new ListenerOptions(line, requests, other);
    }
}
