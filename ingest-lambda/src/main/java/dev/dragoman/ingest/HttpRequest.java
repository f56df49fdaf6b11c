package dev.dragoman.ingest;

import java.util.List;
import java.util.Map;

/**
 * A request of the HTTP API.
 *
 * @param method GET, POST …
 * @param path the parts of its path
 * @param query its query's parameters
 * @param headers its headers
 * @param body its body; empty if there is none
 * @param caller who asks
 */
record HttpRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        Caller caller) {

    HttpRequest {
        path = List.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }
}
