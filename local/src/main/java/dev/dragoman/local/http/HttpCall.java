package dev.dragoman.local.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param method for example {@code POST}
 * @param path without the query
 * @param query the query as it was sent, or empty
 * @param headers by lower-case name; the last one wins where a name comes twice
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record HttpCall(String method, String path, String query, Map<String, String> headers, byte[] body) {

    /** A header by its lower-case name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
