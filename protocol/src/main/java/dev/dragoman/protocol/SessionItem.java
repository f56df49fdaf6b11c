package dev.dragoman.protocol;

/**
 * An item of the sessions table.
 *
 * @param sessionId partition key
 * @param speakerConnectionId the connection that may send audio and end the session
 * @param sourceLanguage the language spoken
 * @param state live or ended
 * @param createdMillis when it was created
 * @param expiresAtSeconds when DynamoDB may delete it (TTL), in seconds since 1970
 */
public record SessionItem(
        String sessionId,
        String speakerConnectionId,
        String sourceLanguage,
        State state,
        long createdMillis,
        long expiresAtSeconds) {

    /** Whether a session still takes audio. */
    public enum State {
        LIVE,
        ENDED
    }

    /** The attribute names in the table. */
    public static final String SESSION_ID = "sessionId";

    public static final String SPEAKER_CONNECTION_ID = "speakerConnectionId";
    public static final String SOURCE_LANGUAGE = "sourceLanguage";
    public static final String STATE = "state";
    public static final String CREATED_MILLIS = "createdMillis";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";

    /**
     * Begins the name of an attribute that is not ingest's, with a language behind it: up to which
     * media time that language's listeners have been told, in milliseconds.
     */
    public static final String TOLD_UNTIL = "toldUntil-";
}
