package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tickets of listeners: a connection's id and a secret of 128 bits, with a dot between them. Whoever
 * shows one may take the connection's place and hear what it heard; it is good as long as the
 * connection's item counts. As safe for use by many threads as its source of randomness.
 */
final class Tickets {

    private static final int SECRET_BYTES = 16;
    private static final int MOST_CHARS = 200;

    private final RandomGenerator random;

    /**
     * @param random what secrets are drawn from; unpredictable
     */
    Tickets(RandomGenerator random) {
        this.random = random;
    }

    /** A new secret. */
    String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The ticket of a connection. */
    static String of(ConnectionItem connection) {
        return connection.connectionId() + "." + connection.ticket();
    }

    /** The id of the connection that a ticket names, if it has the shape of one. */
    static Optional<String> connectionId(String ticket) {
        int dot = ticket.lastIndexOf('.');
        return dot <= 0 || ticket.length() > MOST_CHARS ? Optional.empty() : Optional.of(ticket.substring(0, dot));
    }

    /** Whether a ticket is this listener's in this session and still good. */
    static boolean isOf(ConnectionItem connection, String sessionId, String ticket, long nowSeconds) {
        return !connection.language().equals(ConnectionItem.SPEAKER)
                && connection.sessionId().equals(sessionId)
                && connection.expiresAtSeconds() > nowSeconds
                && MessageDigest.isEqual(
                        of(connection).getBytes(StandardCharsets.UTF_8), ticket.getBytes(StandardCharsets.UTF_8));
    }
}
