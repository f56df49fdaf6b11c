package dev.dragoman.client;

/** How a client's connection is. */
public enum Connectivity {
    /** There is one. */
    CONNECTED,
    /** It was lost; another is being tried for. Nothing needs to be done. */
    RECONNECTING
}
