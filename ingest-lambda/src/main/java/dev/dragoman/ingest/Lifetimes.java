package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.Heartbeat;
import java.time.Duration;

/** When items leave the tables by themselves. */
final class Lifetimes {

    /** A session and everything of it is gone after a day; expiring objects in S3 follow the same rule. */
    static final Duration SESSION = Duration.ofDays(1);

    /** A connection of which nothing is heard counts as gone after this. */
    static final Duration CONNECTION = Duration.ofSeconds(Heartbeat.GONE_AFTER_SECONDS);

    /** A listener who was lost is waited for so long. */
    static final Duration LOST = Duration.ofSeconds(ConnectionItem.KEPT_SECONDS);

    private Lifetimes() {}

    /** The second since 1970 in which something is over that begins at this millisecond. */
    static long endSeconds(long nowMillis, Duration lifetime) {
        return nowMillis / 1_000 + lifetime.toSeconds();
    }

    /** The item of a speaker's connection. */
    static ConnectionItem speaker(String connectionId, String sessionId, long nowMillis) {
        return new ConnectionItem(
                connectionId, sessionId, ConnectionItem.SPEAKER, "", true, endSeconds(nowMillis, CONNECTION));
    }

    /** The item of a listener's connection. */
    static ConnectionItem listener(
            String connectionId, String sessionId, String language, String secret, long nowMillis) {
        return new ConnectionItem(connectionId, sessionId, language, secret, true, endSeconds(nowMillis, CONNECTION));
    }
}
