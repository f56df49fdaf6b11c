package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions as a chunk's route needs them: read from the table once in a few seconds, not once a
 * chunk, so that a chunk costs one put to S3 and one to the stream.
 *
 * <p>What is remembered is only ever a live session, and {@link #forget} drops it where it ended. An
 * end that another instance saw is noticed here after {@link #REMEMBER}; the job ignores what came
 * in between, and a speaker's client sends nothing after its own end. When the table is gone,
 * remembered sessions go on until their time is up. Safe for use by many threads.
 */
final class LiveSessions {

    /** How long a session is believed to be live without looking again. */
    static final Duration REMEMBER = Duration.ofSeconds(5);

    private static final int MOST_REMEMBERED = 1_000;

    private final Sessions sessions;
    private final Clock clock;
    private final Map<String, Remembered> remembered = new LinkedHashMap<>();

    LiveSessions(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The session as remembered or as it is now; one whose time in the table is up is not found. */
    Optional<SessionItem> find(String sessionId) throws UnavailableException {
        long now = clock.millis();
        synchronized (remembered) {
            Remembered known = remembered.get(sessionId);
            if (known != null && now < known.untilMillis()) {
                return Optional.of(known.session());
            }
        }
        return findNow(sessionId);
    }

    /** The session as it is now. */
    Optional<SessionItem> findNow(String sessionId) throws UnavailableException {
        long now = clock.millis();
        Optional<SessionItem> found =
                sessions.find(sessionId).filter(session -> session.expiresAtSeconds() * 1_000 > now);
        synchronized (remembered) {
            remembered.remove(sessionId);
            if (found.isPresent() && found.get().isLive()) {
                if (remembered.size() >= MOST_REMEMBERED) {
                    remembered.remove(remembered.keySet().iterator().next());
                }
                remembered.put(sessionId, new Remembered(found.get(), now + REMEMBER.toMillis()));
            }
        }
        return found;
    }

    /** Looks into the table the next time. */
    void forget(String sessionId) {
        synchronized (remembered) {
            remembered.remove(sessionId);
        }
    }

    private record Remembered(SessionItem session, long untilMillis) {}
}
