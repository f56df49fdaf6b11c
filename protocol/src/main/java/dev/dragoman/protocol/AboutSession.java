package dev.dragoman.protocol;

/** What a client says about one session. */
public interface AboutSession {

    /** The session's id, as the client wrote it: of any shape. */
    String sessionId();
}
