package dev.dragoman.job.service;

/**
 * Allows so many in a second over any longer time, and so many at once after a rest. Begins with
 * one: whoever was here before may have used up the rest. Knows no clock: it is told the time, which
 * may stand but not go back. Not safe for use by many threads.
 */
final class TokenBucket {

    private static final double NANOS = 1e9;

    /** Sums of fractions may fall short of a whole by this. */
    private static final double ALMOST = 1e-6;

    private double perSecond;
    private double most;
    private double tokens = 1;
    private long filledNanos;

    TokenBucket(double perSecond, double most, long nowNanos) {
        this.perSecond = perSecond;
        this.most = most;
        this.filledNanos = nowNanos;
    }

    /** Other limits from now on. */
    void resize(double newPerSecond, double newMost, long nowNanos) {
        fill(nowNanos);
        perSecond = newPerSecond;
        most = newMost;
        tokens = Math.min(tokens, most);
    }

    /** Takes one, if there is one. */
    boolean take(long nowNanos) {
        fill(nowNanos);
        if (tokens < 1 - ALMOST) {
            return false;
        }
        tokens = Math.max(0, tokens - 1);
        return true;
    }

    /** How long until there is one. */
    long nanosToNext(long nowNanos) {
        fill(nowNanos);
        return tokens >= 1 - ALMOST ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS);
    }

    /** Whoever is asked says that it was too much: what was saved up is worth nothing. */
    void drain(long nowNanos) {
        fill(nowNanos);
        tokens = 0;
    }

    private void fill(long nowNanos) {
        tokens = Math.min(most, tokens + (nowNanos - filledNanos) / NANOS * perSecond);
        filledNanos = nowNanos;
    }
}
