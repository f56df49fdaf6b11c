package dev.dragoman.local.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a service answers.
 *
 * @param status the HTTP status
 * @param headers besides the length and the request id, which the server adds
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    /** An answer in JSON. */
    public static HttpAnswer json(int status, String contentType, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }
}
