package dev.dragoman.ingest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Headers of a request, whose names have no case: clients and API Gateway write them in different ones. */
final class Headers {

    private Headers() {}

    /** The value of a header, or null. */
    static @Nullable String value(@Nullable Map<String, String> headers, String name) {
        if (headers == null) {
            return null;
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }
}
