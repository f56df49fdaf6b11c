package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;

/** The connections table: who is on the other end. Safe for use by many threads; every change is atomic. */
interface Connections {

    /**
     * Gives a connection a role in a session. A listener may change to another language or session;
     * a speaker's connection stays with its session, and a listener's connection never becomes a
     * speaker's. Adding the same again counts as added.
     *
     * @return whether the connection has the role now
     * @throws UnavailableException if nobody knows
     */
    boolean add(ConnectionItem connection) throws UnavailableException;

    /**
     * Forgets a connection; one that is not there is no error.
     *
     * @throws UnavailableException if it may still be there
     */
    void remove(String connectionId) throws UnavailableException;
}
