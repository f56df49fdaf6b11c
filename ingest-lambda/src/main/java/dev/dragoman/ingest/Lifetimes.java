package dev.dragoman.ingest;

import java.time.Duration;

/** When items leave the tables by themselves. */
final class Lifetimes {

    /** A session and everything of it is gone after a day; expiring objects in S3 follow the same rule. */
    static final Duration SESSION = Duration.ofDays(1);

    /** API Gateway ends every connection after two hours; the rest is for a late {@code $disconnect}. */
    static final Duration CONNECTION = Duration.ofMinutes(130);

    private Lifetimes() {}

    /** The second since 1970 in which something is over that begins at this millisecond. */
    static long endSeconds(long nowMillis, Duration lifetime) {
        return nowMillis / 1_000 + lifetime.toSeconds();
    }
}
