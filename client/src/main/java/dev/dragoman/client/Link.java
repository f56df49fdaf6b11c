package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;

/**
 * One connection to the server. Messages leave in the order in which they were given, and arrive one
 * after the other. What is given after its end is dropped.
 */
interface Link {

    /**
     * Sends a message after those before it. If that fails, the receiver is told of the end.
     *
     * @param whenLeft runs when it has left this machine; never, if the connection ends before
     */
    void send(ClientMessage message, Runnable whenLeft);

    /** Closes it properly; what was given before still leaves. */
    void close();

    /** Ends it at once: nobody may be there any more to close it properly. */
    void abort();
}
