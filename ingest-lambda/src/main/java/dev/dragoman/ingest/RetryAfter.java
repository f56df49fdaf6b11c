package dev.dragoman.ingest;

import dev.dragoman.protocol.Problem;
import java.util.Map;

/** The header that says when to ask again. */
final class RetryAfter {

    private RetryAfter() {}

    static Map<String, String> header(Problem problem) {
        return problem.retryAfterSeconds() == null
                ? Map.of()
                : Map.of("Retry-After", String.valueOf(problem.retryAfterSeconds()));
    }
}
