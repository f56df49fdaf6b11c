package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import java.util.Map;
import java.util.Optional;

/** The connections table: who is on the other end. Safe for use by many threads; every change is atomic. */
interface Connections {

    /**
     * Reads a connection's item as it is now, expired ones included.
     *
     * @throws UnavailableException if the table can't be read
     */
    Optional<ConnectionItem> find(String connectionId) throws UnavailableException;

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
     * Changes a listener's language, and its expiry with it. One who was lost is not there for it: the
     * job tells nothing to a connection that was gone once.
     *
     * @return the item as it is now, if the connection listens to that session and is there
     * @throws UnavailableException if nobody knows
     */
    Optional<ConnectionItem> changeLanguage(
            String connectionId, String sessionId, String language, long expiresAtSeconds) throws UnavailableException;

    /**
     * Puts a new connection in the place of a listener's earlier one, which is forgotten: at no time
     * are there two, and at no time none.
     *
     * @param earlier the earlier one as it was seen
     * @param now the new one, which must have no role yet
     * @return whether it was done; not if the earlier one is gone or has changed
     * @throws UnavailableException if nobody knows
     */
    boolean replace(ConnectionItem earlier, ConnectionItem now) throws UnavailableException;

    /**
     * Notes a sign of life: somebody is there, until this second. A connection that was lost stays lost.
     *
     * @return the item as it is now, if the connection has a role and was not lost
     * @throws UnavailableException if nobody knows
     */
    Optional<ConnectionItem> alive(String connectionId, long expiresAtSeconds) throws UnavailableException;

    /**
     * Notes that a connection is gone: a speaker's is forgotten, a listener's is kept until this
     * second without being there. One that is not there, or gone already, is no error and stays as it
     * is.
     *
     * @throws UnavailableException if nobody knows
     */
    void lost(String connectionId, long keptUntilSeconds) throws UnavailableException;

    /**
     * Forgets a listener of a session; one that is not there is no error.
     *
     * @return whether the connection has no role in the session now
     * @throws UnavailableException if nobody knows
     */
    boolean leave(String connectionId, String sessionId) throws UnavailableException;

    /**
     * How many listen to a session by language: who is there and not expired. What was just changed
     * may not be counted yet.
     *
     * @throws UnavailableException if the table can't be read
     */
    Map<String, Integer> listeners(String sessionId, long nowSeconds) throws UnavailableException;
}
