package dev.dragoman.ingest;

import java.time.Clock;
import java.time.Duration;

/**
 * Keeps a table of limits that does not answer from costing more than one wait in {@link #PAUSE}: after
 * a failure nothing is asked for so long, and everything fails at once. Safe for use by many threads;
 * those that ask in the same moment wait together.
 */
final class SparingLimitTable implements LimitTable {

    static final Duration PAUSE = Duration.ofSeconds(3);

    private final LimitTable table;
    private final Clock clock;
    private volatile long untilMillis = Long.MIN_VALUE;

    SparingLimitTable(LimitTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public long add(String limit, long amount, long expiresAtSeconds) throws UnavailableException {
        return asked(() -> table.add(limit, amount, expiresAtSeconds));
    }

    @Override
    public Sum addSized(String limit, long amount, long bytes, long expiresAtSeconds) throws UnavailableException {
        return asked(() -> table.addSized(limit, amount, bytes, expiresAtSeconds));
    }

    @Override
    public boolean isThere(String limit, long nowSeconds) throws UnavailableException {
        return asked(() -> table.isThere(limit, nowSeconds));
    }

    private <T> T asked(Question<T> question) throws UnavailableException {
        if (clock.millis() < untilMillis) {
            throw new UnavailableException("limit table", new IllegalStateException("it did not answer a moment ago"));
        }
        try {
            return question.ask();
        } catch (UnavailableException e) {
            untilMillis = clock.millis() + PAUSE.toMillis();
            throw e;
        }
    }

    /** What the table is asked. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws UnavailableException;
    }
}
