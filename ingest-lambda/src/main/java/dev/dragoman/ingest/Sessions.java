package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.util.Optional;

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
     * Ends a session if this connection is its speaker's. Ending again counts as ended.
     *
     * @return whether the session exists, belongs to the connection and is ended now
     * @throws UnavailableException if nobody knows
     */
    boolean end(String sessionId, String speakerConnectionId) throws UnavailableException;
}
