package dev.dragoman.ingest;

import dev.dragoman.protocol.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses what is too often. Counts are kept in a table that all instances share, in fixed windows of
 * time, under hashes: it names neither addresses nor users.
 *
 * <p>Who is over a limit is remembered here, and costs no more writes in that window (but for
 * passcodes, whose counts go down again). When the table can't be reached everything is allowed but
 * guessing, which each instance counts for itself then; the log says so, at most once a minute. Safe
 * for use by many threads.
 */
final class Limiter {

    private static final Duration SECOND = Duration.ofSeconds(1);
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
    private final Remembered<AtomicLong> guesses;
    private final Remembered<AtomicLong> questions;
    private final Remembered<AtomicLong> chunks;
    private final Unchecked unchecked;

    Limiter(LimitTable table, Limits limits, KeyedHash names, IngestMetrics metrics, Clock clock) {
        this.table = table;
        this.limits = limits;
        this.names = names;
        this.clock = clock;
        this.over = new Remembered<>(MOST_REMEMBERED, clock);
        this.guesses = new Remembered<>(MOST_REMEMBERED, clock);
        this.questions = new Remembered<>(MOST_REMEMBERED, clock);
        this.chunks = new Remembered<>(MOST_REMEMBERED, clock);
        this.unchecked = new Unchecked(metrics, clock);
    }

    /** Somebody opens a connection from an address. */
    void connection(String address) throws RefusedException {
        count("connections", names.of(address), limits.connectionsPerMinute(), MINUTE, "connections from your address");
    }

    /** Somebody joins from an address. */
    void join(String address) throws RefusedException {
        count("joins", names.of(address), limits.joinsPerMinute(), MINUTE, "listeners from your address");
    }

    /** Somebody reads over HTTP from an address. */
    void read(String address) throws RefusedException {
        count("reads", names.of(address), limits.readsPerMinute(), MINUTE, "requests from your address");
    }

    /** Somebody asks on a connection how a session is doing. Each instance counts for itself: a write would cost more. */
    void status(String connectionId) throws RefusedException {
        long end = windowStart(MINUTE) + MINUTE.toSeconds();
        if (countHere(questions, key("status", connectionId, end), end) > Limits.STATUS_PER_MINUTE) {
            throw tooMuch("questions for the session's status", end);
        }
    }

    /** A user creates a session. */
    void session(String user) throws RefusedException {
        count("sessions", names.of(user), limits.sessionsPerHour(), HOUR, "sessions");
    }

    /**
     * A chunk comes on a connection. Who sends without end takes nothing from others even before the session's
     * minute is used up, which {@link ChunkAllowance} counts for all instances: what is refused here costs no
     * service anything, not even a look whose session it is. Each instance counts for itself.
     */
    void chunk(String connectionId) throws RefusedException {
        long end = windowStart(SECOND) + SECOND.toSeconds();
        if (countHere(chunks, key("pace", connectionId, end), end) > limits.chunksPerSecond()) {
            throw tooMuch("chunks at once", end);
        }
    }

    /** The session did not come to be. */
    void noSession(String user) {
        uncount("sessions", names.of(user), HOUR);
    }

    /**
     * Somebody tries a passcode. Counts before it is known to be wrong, so that no number of tries at
     * once gets through; {@link #guessedRight} takes it back, so who is over now may not be in a moment.
     */
    void guess(String sessionId, String address) throws RefusedException {
        countGuess(guesser(sessionId, address), limits.guessesPerMinute(), "passcodes");
        countGuess(sessionId, limits.guessesPerSessionPerMinute(), "passcodes for this session");
    }

    /**
     * The passcode was right: that was no guess. All instances know it until a time.
     *
     * @param name what stands for the passcode
     */
    void guessedRight(String sessionId, String address, String name, long untilSeconds) {
        try {
            table.add(right(name), 1, untilSeconds);
        } catch (UnavailableException e) {
            unchecked.note(e);
        }
        uncount("guesses", guesser(sessionId, address), MINUTE);
        uncount("guesses", sessionId, MINUTE);
    }

    /** Whether any instance has seen lately that a passcode is right. */
    boolean isKnownRight(String name) {
        try {
            return table.isThere(right(name), clock.millis() / 1_000);
        } catch (UnavailableException e) {
            unchecked.note(e);
            return false;
        }
    }

    /** Adds to the chunks that a session used in a minute; the sum, or nothing when the table can't be reached. */
    LimitTable.Sum use(String sessionId, long chunks, long bytes, long windowStartSeconds) {
        try {
            return table.addSized(
                    key("chunks", sessionId, windowStartSeconds),
                    chunks,
                    bytes,
                    windowStartSeconds + MINUTE.toSeconds() + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
            return new LimitTable.Sum(0, 0);
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
        try {
            if (table.add(key, 1, end + SLACK_SECONDS) > most) {
                over.put(key, true, end * 1_000);
                throw tooMuch(shown, end);
            }
        } catch (UnavailableException e) {
            unchecked.note(e);
        }
    }

    /** Guesses go on being counted while the table is gone, by each instance for itself. */
    private void countGuess(String who, int most, String shown) throws RefusedException {
        long start = windowStart(MINUTE);
        long end = start + MINUTE.toSeconds();
        String key = key("guesses", who, start);
        long count;
        try {
            count = table.add(key, 1, end + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
            count = countHere(guesses, key, end);
        }
        if (count > most) {
            throw tooMuch(shown, end);
        }
    }

    private static long countHere(Remembered<AtomicLong> counts, String key, long endSeconds) {
        synchronized (counts) {
            AtomicLong count = counts.find(key);
            if (count == null) {
                count = new AtomicLong();
                counts.put(key, count, endSeconds * 1_000);
            }
            return count.incrementAndGet();
        }
    }

    private void uncount(String what, String who, Duration window) {
        long start = windowStart(window);
        String key = key(what, who, start);
        over.forget(key);
        try {
            table.add(key, -1, start + window.toSeconds() + SLACK_SECONDS);
        } catch (UnavailableException e) {
            unchecked.note(e);
        }
    }

    private long windowStart(Duration window) {
        long seconds = clock.millis() / 1_000;
        return seconds - seconds % window.toSeconds();
    }

    private static String right(String name) {
        return "right#" + name;
    }

    private static String key(String what, String who, long windowStartSeconds) {
        return what + "#" + who + "#" + windowStartSeconds;
    }
}
