package dev.dragoman.ingest;

import dev.dragoman.protocol.Problem;
import java.time.Clock;
import java.time.Duration;

/**
 * Refuses what is too often. Counts are kept in a table that all instances share, in fixed windows of
 * time, under hashes: it names neither addresses nor users.
 *
 * <p>Who is over a limit is remembered here, and costs no more writes in that window. When the table
 * can't be reached everything is allowed, and the log says so, at most once a minute. Safe for use by
 * many threads.
 */
final class Limiter {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    /** A count outlives its window by so much, for clocks that differ. */
    private static final int SLACK_SECONDS = 60;

    private final LimitTable table;
    private final Limits limits;
    private final KeyedHash names;
    private final Clock clock;
    private final Remembered<Boolean> over;
    private final Unchecked unchecked;

    Limiter(LimitTable table, Limits limits, KeyedHash names, Clock clock) {
        this.table = table;
        this.limits = limits;
        this.names = names;
        this.clock = clock;
        this.over = new Remembered<>(MOST_REMEMBERED, clock);
        this.unchecked = new Unchecked(clock);
    }

    /** Somebody opens a connection from an address. */
    void connection(String address) throws RefusedException {
        count("connections", names.of(address), limits.connectionsPerMinute(), MINUTE, "connections from your address");
    }

    /** Somebody joins from an address. */
    void join(String address) throws RefusedException {
        count("joins", names.of(address), limits.joinsPerMinute(), MINUTE, "listeners from your address");
    }

    /** A user creates a session. */
    void session(String user) throws RefusedException {
        count("sessions", names.of(user), limits.sessionsPerHour(), HOUR, "sessions");
    }

    /**
     * Somebody tries a passcode. Counts before it is known to be wrong, so that no number of tries at
     * once gets through; {@link #guessedRight} takes it back.
     */
    void guess(String sessionId, String address) throws RefusedException {
        count("guesses", guesser(sessionId, address), limits.guessesPerMinute(), MINUTE, "passcodes");
        count("guesses", sessionId, limits.guessesPerSessionPerMinute(), MINUTE, "passcodes for this session");
    }

    /** The passcode was right: that was no guess. */
    void guessedRight(String sessionId, String address) {
        uncount("guesses", guesser(sessionId, address));
        uncount("guesses", sessionId);
    }

    /** Adds to what a session used in a minute; the sum, or 0 when the table can't be reached. */
    long use(String what, String sessionId, long amount, long windowStartSeconds) {
        try {
            return table.add(
                    key(what, sessionId, windowStartSeconds),
                    amount,
                    windowStartSeconds + MINUTE.toSeconds() + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
            return 0;
        }
    }

    /** The refusal of somebody who is over a limit until a second. */
    RefusedException tooMuch(String what, long untilSeconds) {
        long wait = Math.max(1, untilSeconds - clock.millis() / 1_000);
        return new RefusedException(
                Problem.rateLimited("Too many " + what + "; again in " + wait + " s.", Math.toIntExact(wait)));
    }

    private String guesser(String sessionId, String address) {
        return sessionId + "#" + names.of(address);
    }

    private void count(String what, String who, int most, Duration window, String shown) throws RefusedException {
        long start = windowStart(window);
        long end = start + window.toSeconds();
        String key = key(what, who, start);
        if (over.find(key) != null) {
            throw tooMuch(shown, end);
        }
        long count;
        try {
            count = table.add(key, 1, end + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
            return;
        }
        if (count > most) {
            over.put(key, true, end * 1_000);
            throw tooMuch(shown, end);
        }
    }

    private void uncount(String what, String who) {
        long start = windowStart(MINUTE);
        try {
            table.add(key(what, who, start), -1, start + MINUTE.toSeconds() + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
        }
    }

    private long windowStart(Duration window) {
        long seconds = clock.millis() / 1_000;
        return seconds - seconds % window.toSeconds();
    }

    private static String key(String what, String who, long windowStartSeconds) {
        return what + "#" + who + "#" + windowStartSeconds;
    }
}
