package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.Optional;
import java.util.Set;

/** The sessions table. Safe for use by many threads; every change is atomic. */
interface Sessions {

    /**
     * Adds a session unless its id is taken. Adding exactly the same item again counts as added, so
     * that a lost answer can be followed by another try.
     *
     * @return whether the session is in the table as given
     * @throws UnavailableException if nobody knows
     */
    boolean create(SessionItem session) throws UnavailableException;

    /**
     * Reads a session as it is now, ended and expired ones included.
     *
     * @throws UnavailableException if the table can't be read
     */
    Optional<SessionItem> find(String sessionId) throws UnavailableException;

    /**
     * Makes a connection the speaker of a session, in place of the one before, whose role is gone
     * then: at no time are there two. Does so only if the session is as it was seen, as far as its
     * owner and its speaker go, and not ended.
     *
     * @param seen the session
     * @param speaker the new speaker's connection
     * @throws UnavailableException if nobody knows
     */
    Takeover takeOver(SessionItem seen, ConnectionItem speaker) throws UnavailableException;

    /** What became of a takeover. */
    enum Takeover {
        /** The connection is the speaker's. */
        DONE,
        /** The session has changed in between, or somebody is changing it: look again. */
        CHANGED,
        /** The connection listens, or speaks in another session. */
        HAS_ANOTHER_ROLE
    }

    /**
     * Moves a session from one of some phases to another, if this connection is its speaker's.
     *
     * @return whether it was moved now
     * @throws UnavailableException if nobody knows
     */
    boolean turn(String sessionId, String speakerConnectionId, Set<SessionPhase> from, SessionPhase to)
            throws UnavailableException;

    /**
     * Ends a session if this connection is its speaker's or this user its owner. Ending again counts
     * as ended.
     *
     * @param speakerConnectionId a connection; empty for none
     * @param user a user; empty for nobody
     * @return whether the session exists, belongs to them and is ended now
     * @throws UnavailableException if nobody knows
     */
    boolean end(String sessionId, String speakerConnectionId, String user) throws UnavailableException;
}
