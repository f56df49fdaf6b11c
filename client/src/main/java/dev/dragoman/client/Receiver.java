package dev.dragoman.client;

import dev.dragoman.protocol.ServerMessage;

/** Told what comes from a connection; one call at a time. */
interface Receiver {

    void received(ServerMessage message);

    /** The connection has ended; told once, and nothing is received after it. */
    void ended(ConnectionLostException reason);
}
