package dev.dragoman.ingest;

import dev.dragoman.protocol.AboutSession;
import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.S3Keys;

/** Which session a message is about, for answers and the log: an id of the right shape, or a dash. */
final class Subject {

    private static final String NONE = "-";

    private Subject() {}

    static String of(ClientMessage message) {
        String id = message instanceof AboutSession about ? about.sessionId() : NONE;
        // What has another shape is not repeated: it could hold anything.
        return S3Keys.SESSION_ID.matcher(id).matches() ? id : NONE;
    }
}
