package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.time.Clock;

/**
 * Makes a connection the speaker of its user's session, in place of the one before. One write decides,
 * so that there are never two; the one before is told that it is not the speaker when it sends the
 * next chunk. Doing it again changes nothing.
 */
final class TakeOvers {

    /** More than one try is needed only when several connections of one owner take over at once. */
    private static final int MOST_TRIES = 5;

    private final LiveSessions sessions;
    private final Sessions table;
    private final Clock clock;

    TakeOvers(LiveSessions sessions, Sessions table, Clock clock) {
        this.sessions = sessions;
        this.table = table;
        this.clock = clock;
    }

    /**
     * Takes a session over.
     *
     * @return the session as it was before
     * @throws RefusedException if nobody is signed in, the session is another user's or over, or the
     *     connection has another role
     */
    SessionItem take(Caller caller, String sessionId) throws UnavailableException, RefusedException {
        String user = caller.user();
        if (user == null) {
            throw new RefusedException(Refusal.notSignedIn());
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            SessionItem session = sessions.requireNow(sessionId);
            if (!session.owner().equals(user)) {
                throw new RefusedException(Refusal.notTheOwner(sessionId));
            }
            if (!session.isLive()) {
                throw new RefusedException(Refusal.sessionEnded(sessionId));
            }
            switch (takeOver(caller, session)) {
                case DONE -> {
                    return session;
                }
                case HAS_ANOTHER_ROLE -> throw new RefusedException(Refusal.alreadyHasARole());
                case CHANGED -> {}
            }
        }
        throw new RefusedException(Refusal.changing(sessionId));
    }

    private Sessions.Takeover takeOver(Caller caller, SessionItem session) throws UnavailableException {
        try {
            return table.takeOver(
                    session, Lifetimes.speaker(caller.connectionId(), session.sessionId(), clock.millis()));
        } finally {
            sessions.forget(session.sessionId());
        }
    }
}
