package dev.dragoman.protocol;

/**
 * An item of the connections table: who is on the other end of a WebSocket. Only connections with a
 * role in a session have one.
 *
 * @param connectionId partition key, API Gateway's connection id
 * @param sessionId partition key of the index {@link #SESSION_LANGUAGE_INDEX}
 * @param language sort key of the index: what a listener hears; for the speaker, {@link #SPEAKER}
 * @param expiresAtSeconds when DynamoDB may delete it (TTL), in seconds since 1970
 */
public record ConnectionItem(String connectionId, String sessionId, String language, long expiresAtSeconds) {

    /** The index over (sessionId, language), with the connection id projected. */
    public static final String SESSION_LANGUAGE_INDEX = "session-language-index";

    /** Stands in {@code language} for the session's speaker; no language has this shape. */
    public static final String SPEAKER = "#speaker";

    /** The attribute names in the table. */
    public static final String CONNECTION_ID = "connectionId";

    public static final String SESSION_ID = "sessionId";
    public static final String LANGUAGE = "language";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";
}
