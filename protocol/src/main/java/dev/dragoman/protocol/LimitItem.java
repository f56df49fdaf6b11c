package dev.dragoman.protocol;

/**
 * An item of the limits table: how often something was done within a stretch of time.
 *
 * @param limit partition key: what is counted, by whom, and since when
 * @param count how often so far
 * @param bytes how many bytes that were so far; 0 where they don't matter
 * @param expiresAtSeconds when DynamoDB may delete it (TTL), in seconds since 1970
 */
public record LimitItem(String limit, long count, long bytes, long expiresAtSeconds) {

    /** The attribute names in the table. */
    public static final String LIMIT = "limit";

    public static final String COUNT = "count";
    public static final String BYTES = "bytes";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";
}
