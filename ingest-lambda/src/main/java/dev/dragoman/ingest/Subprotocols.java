package dev.dragoman.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket's handshake offers as subprotocols: {@link #NAME}, and behind it perhaps a token.
 * Browsers can set nothing else in a handshake, and addresses get logged.
 */
final class Subprotocols {

    /** The one that is spoken. */
    static final String NAME = "dragoman";

    static final String HEADER = "Sec-WebSocket-Protocol";

    private Subprotocols() {}

    /** Whether the protocol that is spoken here was offered. */
    static boolean offered(@Nullable Map<String, String> headers) {
        return list(headers).contains(NAME);
    }

    /**
     * The token; null if there is none.
     *
     * @throws TokenRefusedException if there are more, or something else
     */
    static @Nullable String token(@Nullable Map<String, String> headers) throws TokenRefusedException {
        List<String> others =
                list(headers).stream().filter(offer -> !offer.equals(NAME)).toList();
        if (others.size() > 1) {
            throw new TokenRefusedException("more than one token");
        }
        return others.isEmpty() ? null : others.get(0);
    }

    private static List<String> list(@Nullable Map<String, String> headers) {
        String value = Headers.value(headers, HEADER);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(",", -1))
                        .map(String::strip)
                        .filter(offer -> !offer.isEmpty())
                        .toList();
    }
}
