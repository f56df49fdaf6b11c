package dev.dragoman.ingest;

import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.SessionItem;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions as a chunk's route needs them: read from the table once in a few seconds, not once a
 * chunk, so that a chunk costs one put to S3 and one to the stream.
 *
 * <p>What is remembered is only ever a live session, and {@link #forget} drops it where it changed. An
 * end or a new speaker that another instance saw is noticed here after {@link #REMEMBER}; the job
 * ignores what came in between, and a speaker's client sends nothing after its own end. When the table
 * is gone, remembered sessions go on until their time is up. Safe for use by many threads.
 */
final class LiveSessions {

    /** How long a session is believed to be live without looking again. */
    static final Duration REMEMBER = Duration.ofSeconds(5);

    private static final int MOST_REMEMBERED = 1_000;

    private final Sessions sessions;
    private final Clock clock;
    private final Remembered<SessionItem> remembered;
    private final AtomicLong changes = new AtomicLong();

    LiveSessions(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.remembered = new Remembered<>(MOST_REMEMBERED, clock);
    }

    /** The session as remembered or as it is now; one whose time in the table is up is not found. */
    Optional<SessionItem> find(String sessionId) throws UnavailableException {
        SessionItem known = remembered.find(sessionId);
        return known == null ? findNow(sessionId) : Optional.of(known);
    }

    /** The session as it is now. */
    Optional<SessionItem> findNow(String sessionId) throws UnavailableException {
        long now = clock.millis();
        long before = changes.get();
        Optional<SessionItem> found =
                sessions.find(sessionId).filter(session -> session.expiresAtSeconds() * 1_000 > now);
        synchronized (remembered) {
            if (found.isEmpty() || !found.get().isLive()) {
                remembered.forget(sessionId);
            } else if (changes.get() == before) {
                // Otherwise something changed while the table was read, perhaps this session.
                remembered.put(sessionId, found.get(), now + REMEMBER.toMillis());
            }
        }
        return found;
    }

    /**
     * A session as it is now, whatever it is doing.
     *
     * @throws RefusedException if there is none
     */
    SessionItem requireNow(String sessionId) throws UnavailableException, RefusedException {
        requireShape(sessionId);
        return findNow(sessionId).orElseThrow(() -> new RefusedException(Refusal.sessionNotFound(sessionId)));
    }

    /**
     * A live session as it is now.
     *
     * @throws RefusedException if there is none or it is over
     */
    SessionItem requireLive(String sessionId) throws UnavailableException, RefusedException {
        SessionItem session = requireNow(sessionId);
        if (!session.isLive()) {
            throw new RefusedException(Refusal.sessionEnded(sessionId));
        }
        return session;
    }

    /**
     * A live session whose speaker is this connection, as remembered; where what is remembered says
     * otherwise, as it is now.
     *
     * @throws RefusedException if there is none, it is over, or another connection is the speaker
     */
    SessionItem requireSpeaker(String connectionId, String sessionId) throws UnavailableException, RefusedException {
        requireShape(sessionId);
        SessionItem known = remembered.find(sessionId);
        if (known != null && known.speakerConnectionId().equals(connectionId)) {
            return known;
        }
        SessionItem session = requireNow(sessionId);
        if (!session.speakerConnectionId().equals(connectionId)) {
            throw new RefusedException(Refusal.notTheSpeaker(sessionId));
        }
        if (!session.isLive()) {
            throw new RefusedException(Refusal.sessionEnded(sessionId));
        }
        return session;
    }

    /** Why a write for a session's speaker was not done: the session is over, or has another speaker by now. */
    RefusedException whyNot(String connectionId, String sessionId) throws UnavailableException {
        forget(sessionId);
        try {
            SessionItem session = requireSpeaker(connectionId, sessionId);
            return new RefusedException(Refusal.changing(session.sessionId()));
        } catch (RefusedException e) {
            return e;
        }
    }

    /** Looks into the table the next time. */
    void forget(String sessionId) {
        synchronized (remembered) {
            changes.incrementAndGet();
            remembered.forget(sessionId);
        }
    }

    private static void requireShape(String sessionId) throws RefusedException {
        if (!S3Keys.SESSION_ID.matcher(sessionId).matches()) {
            throw new RefusedException(Refusal.sessionNotFound(sessionId));
        }
    }
}
