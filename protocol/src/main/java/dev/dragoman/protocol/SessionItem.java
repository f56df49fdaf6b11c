package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * An item of the sessions table.
 *
 * @param sessionId partition key
 * @param owner the user who made it, as the sign-in names them ({@code sub}); may resume and end it
 * @param speakerConnectionId the connection that sends audio now; empty while there is none
 * @param sourceLanguage the language spoken
 * @param phase what it is doing
 * @param passcodeHash what proves a passcode right; null if there is none
 * @param mostListeners how many may listen at once
 * @param transcript whether its text is kept, and listeners may keep it
 * @param createdMillis when it was created
 * @param expiresAtSeconds when DynamoDB may delete it (TTL), in seconds since 1970
 */
public record SessionItem(
        String sessionId,
        String owner,
        String speakerConnectionId,
        String sourceLanguage,
        SessionPhase phase,
        @Nullable String passcodeHash,
        int mostListeners,
        boolean transcript,
        long createdMillis,
        long expiresAtSeconds) {

    /** The attribute names in the table. */
    public static final String SESSION_ID = "sessionId";

    public static final String OWNER = "owner";
    public static final String SPEAKER_CONNECTION_ID = "speakerConnectionId";
    public static final String SOURCE_LANGUAGE = "sourceLanguage";
    public static final String PHASE = "phase";
    public static final String PASSCODE_HASH = "passcodeHash";
    public static final String MOST_LISTENERS = "mostListeners";
    public static final String TRANSCRIPT = "transcript";
    public static final String CREATED_MILLIS = "createdMillis";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";

    /**
     * Begins the name of an attribute that is not ingest's, with a language behind it: up to which
     * media time that language's listeners have been told, in milliseconds.
     */
    public static final String TOLD_UNTIL = "toldUntil-";

    /** Whether it still takes audio and listeners. */
    public boolean isLive() {
        return phase != SessionPhase.ENDED;
    }
}
