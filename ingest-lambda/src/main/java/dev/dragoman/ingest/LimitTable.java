package dev.dragoman.ingest;

/** Counts how often something was done. Safe for use by many threads; every change is atomic. */
interface LimitTable {

    /**
     * Adds to a count, which begins at 0.
     *
     * @param limit what is counted, by whom, and since when
     * @param amount how much; may be negative, for what turned out not to count
     * @param expiresAtSeconds when the count may be forgotten, in seconds since 1970
     * @return the count as it is now
     * @throws UnavailableException if it may not have been counted
     */
    long add(String limit, long amount, long expiresAtSeconds) throws UnavailableException;

    /**
     * Adds to a count and to its bytes at once.
     *
     * @param limit what is counted, by whom, and since when
     * @param amount how much
     * @param bytes how many bytes that are
     * @param expiresAtSeconds when the count may be forgotten, in seconds since 1970
     * @return both as they are now
     * @throws UnavailableException if it may not have been counted
     */
    Sum addSized(String limit, long amount, long bytes, long expiresAtSeconds) throws UnavailableException;

    /**
     * Whether something was ever added to a count that is not to be forgotten yet.
     *
     * @throws UnavailableException if the table can't be read
     */
    boolean isThere(String limit, long nowSeconds) throws UnavailableException;

    /** A count and its bytes. */
    record Sum(long count, long bytes) {}
}
