package dev.dragoman.job.transcribe;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What Transcribe is told to call a stream: a UUID of its own whose first half is the same for all streams
 * of a session, so that the service's logs and answers can be traced to it.
 */
public final class StreamId {

    private StreamId() {}

    /** A new one. */
    static String next(String sessionId) {
        return new UUID(firstHalf(sessionId), UUID.randomUUID().getLeastSignificantBits()).toString();
    }

    /** Whether a stream with this id is of a session. */
    public static boolean isOf(String streamId, String sessionId) {
        return UUID.fromString(streamId).getMostSignificantBits() == firstHalf(sessionId);
    }

    private static long firstHalf(String sessionId) {
        return UUID.nameUUIDFromBytes(sessionId.getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
    }
}
