package dev.dragoman.ingest;

import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the HTTP API.
 *
 * @param status its status
 * @param headers headers beside those that every answer has
 * @param body what is written as JSON; null for nothing
 */
record HttpAnswer(
        int status, Map<String, String> headers, @Nullable Record body) {

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";

    HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** Something that was asked for. */
    static HttpAnswer of(int status, Record body) {
        return new HttpAnswer(status, Map.of(CONTENT_TYPE, JSON), body);
    }

    /** Something that could not be done. */
    static HttpAnswer of(Problem problem) {
        String wait = RetryAfter.header(problem).get("Retry-After");
        return new HttpAnswer(
                status(problem.code()),
                wait == null ? Map.of(CONTENT_TYPE, JSON) : Map.of(CONTENT_TYPE, JSON, "Retry-After", wait),
                problem);
    }

    private static int status(ProblemCode code) {
        return switch (code) {
            case NOT_SIGNED_IN -> 401;
            case NOT_ALLOWED, WRONG_PASSCODE -> 403;
            case UNKNOWN_ACTION, SESSION_NOT_FOUND -> 404;
            case SESSION_FULL -> 409;
            case SESSION_ENDED -> 410;
            case TOO_LARGE -> 413;
            case RATE_LIMITED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
            default -> 400;
        };
    }
}
