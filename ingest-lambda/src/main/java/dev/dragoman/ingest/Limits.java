package dev.dragoman.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much is too much. Each is counted in fixed windows of time; within one window a client can use
 * all of it at once.
 *
 * @param connectionsPerMinute connections that one address may open in a minute, 1 to 1,000,000
 * @param joinsPerMinute sessions that one address may join in a minute, 1 to 1,000,000: a room full
 *     of listeners can be one address
 * @param readsPerMinute sessions and missed interpretations that one address may ask for over HTTP in a
 *     minute, 1 to 1,000,000
 * @param sessionsPerHour sessions that one user may create in an hour, 1 to 1,000,000
 * @param chunksPerMinute chunks of one session in a minute, 1 to 1,000,000: four a second as they are
 *     recorded, and 600 that a speaker may have kept through an outage of 150 s
 * @param chunksPerSecond chunks of one connection in a second at one instance, 1 to 1,000,000: what the
 *     reference client sends at most after an outage, where four are recorded
 * @param chunkBytesPerMinute bytes of one session's chunks in a minute, 1 to 2,000,000,000
 * @param guessesPerMinute wrong passcodes for one session from one address in a minute, 1 to 1,000,000
 * @param guessesPerSessionPerMinute wrong passcodes for one session in a minute, 1 to 1,000,000
 * @param messageBytes the largest message that is taken, 1 to 131,072 (API Gateway's own limit)
 * @param listenersPerSession how many may listen to a session whose speaker set no limit, 1 to 100,000
 */
public record Limits(
        int connectionsPerMinute,
        int joinsPerMinute,
        int readsPerMinute,
        int sessionsPerHour,
        int chunksPerMinute,
        int chunksPerSecond,
        int chunkBytesPerMinute,
        int guessesPerMinute,
        int guessesPerSessionPerMinute,
        int messageBytes,
        int listenersPerSession) {

    /** The most listeners that a speaker can ask for. */
    static final int MOST_LISTENERS = 100_000;

    /** How often one connection may ask for a session's status in a minute: its speaker is told all the time. */
    static final int STATUS_PER_MINUTE = 60;

    private static final int MOST = 1_000_000;
    private static final int MOST_BYTES = 2_000_000_000;
    private static final int MOST_MESSAGE_BYTES = 128 * 1024;

    private static final Limits DEFAULTS =
            new Limits(300, 600, 600, 20, 240 + 600, 30, 8_000_000, 10, 100, MOST_MESSAGE_BYTES, 10_000);

    /** The environment variables that override the defaults. */
    static final String CONNECTIONS = "DRAGOMAN_LIMIT_CONNECTIONS_PER_MINUTE";

    static final String JOINS = "DRAGOMAN_LIMIT_JOINS_PER_MINUTE";
    static final String READS = "DRAGOMAN_LIMIT_READS_PER_MINUTE";
    static final String SESSIONS = "DRAGOMAN_LIMIT_SESSIONS_PER_HOUR";
    static final String CHUNKS = "DRAGOMAN_LIMIT_CHUNKS_PER_MINUTE";
    static final String CHUNKS_A_SECOND = "DRAGOMAN_LIMIT_CHUNKS_PER_SECOND";
    static final String CHUNK_BYTES = "DRAGOMAN_LIMIT_CHUNK_BYTES_PER_MINUTE";
    static final String GUESSES = "DRAGOMAN_LIMIT_GUESSES_PER_MINUTE";
    static final String SESSION_GUESSES = "DRAGOMAN_LIMIT_GUESSES_PER_SESSION_PER_MINUTE";
    static final String MESSAGE_BYTES = "DRAGOMAN_LIMIT_MESSAGE_BYTES";
    static final String LISTENERS = "DRAGOMAN_LIMIT_LISTENERS_PER_SESSION";

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException naming every mistake, with the variable and what it accepts
     */
    public Limits {
        List<String> mistakes = new ArrayList<>();
        check(mistakes, CONNECTIONS, connectionsPerMinute, MOST);
        check(mistakes, JOINS, joinsPerMinute, MOST);
        check(mistakes, READS, readsPerMinute, MOST);
        check(mistakes, SESSIONS, sessionsPerHour, MOST);
        check(mistakes, CHUNKS, chunksPerMinute, MOST);
        check(mistakes, CHUNKS_A_SECOND, chunksPerSecond, MOST);
        check(mistakes, CHUNK_BYTES, chunkBytesPerMinute, MOST_BYTES);
        check(mistakes, GUESSES, guessesPerMinute, MOST);
        check(mistakes, SESSION_GUESSES, guessesPerSessionPerMinute, MOST);
        check(mistakes, MESSAGE_BYTES, messageBytes, MOST_MESSAGE_BYTES);
        check(mistakes, LISTENERS, listenersPerSession, MOST_LISTENERS);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException("The limits are wrong: " + String.join("; ", mistakes));
        }
    }

    /** What is right for a public service. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /**
     * Reads a Lambda function's environment; what is absent is as in {@link #defaults()}.
     *
     * @throws IllegalArgumentException naming every mistake, with the variable and what it accepts
     */
    public static Limits fromEnvironment(Map<String, String> environment) {
        return new Limits(
                number(environment.get(CONNECTIONS), DEFAULTS.connectionsPerMinute),
                number(environment.get(JOINS), DEFAULTS.joinsPerMinute),
                number(environment.get(READS), DEFAULTS.readsPerMinute),
                number(environment.get(SESSIONS), DEFAULTS.sessionsPerHour),
                number(environment.get(CHUNKS), DEFAULTS.chunksPerMinute),
                number(environment.get(CHUNKS_A_SECOND), DEFAULTS.chunksPerSecond),
                number(environment.get(CHUNK_BYTES), DEFAULTS.chunkBytesPerMinute),
                number(environment.get(GUESSES), DEFAULTS.guessesPerMinute),
                number(environment.get(SESSION_GUESSES), DEFAULTS.guessesPerSessionPerMinute),
                number(environment.get(MESSAGE_BYTES), DEFAULTS.messageBytes),
                number(environment.get(LISTENERS), DEFAULTS.listenersPerSession));
    }

    private static int number(@Nullable String value, int otherwise) {
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            // Reported with everything else that is wrong: never accepted.
            return -1;
        }
    }

    private static void check(List<String> mistakes, String key, int value, int most) {
        if (value < 1 || value > most) {
            mistakes.add(key + " was " + (value < 0 ? "no such number" : value) + ", accepted is 1 to " + most);
        }
    }
}
