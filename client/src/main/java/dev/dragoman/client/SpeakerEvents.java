package dev.dragoman.client;

import dev.dragoman.protocol.ServerMessage;

/** What a speaker is told; from several threads, one call at a time. Calls must not block. */
@FunctionalInterface
public interface SpeakerEvents {

    /** Something that the server says: acknowledgements, how the session is doing, problems. */
    void message(ServerMessage message);

    /** The connection was lost, or there is one again. */
    default void connectivity(Connectivity connectivity) {}
}
