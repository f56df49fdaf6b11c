package dev.dragoman.protocol;

/**
 * An item of the connections table: who is on the other end of a WebSocket. Only connections with a
 * role in a session have one.
 *
 * <p>A listener who was lost without leaving keeps the item for {@link #KEPT_SECONDS} with {@code
 * here} false: nobody is told anything there, but the language goes on being interpreted, so that
 * whoever comes back can hear what was missed.
 *
 * @param connectionId partition key, API Gateway's connection id
 * @param sessionId partition key of the index {@link #SESSION_LANGUAGE_INDEX}
 * @param language sort key of the index: what a listener hears; for the speaker, {@link #SPEAKER}
 * @param ticket the secret that lets another connection take its place; empty for the speaker
 * @param here whether somebody is there
 * @param expiresAtSeconds until when it counts, in seconds since 1970; DynamoDB may delete it then
 *     (TTL), up to two days late. Every sign of life moves it
 */
public record ConnectionItem(
        String connectionId, String sessionId, String language, String ticket, boolean here, long expiresAtSeconds) {

    /** The index over (sessionId, language), with everything projected. */
    public static final String SESSION_LANGUAGE_INDEX = "session-language-index";

    /** Stands in {@code language} for the session's speaker; no language has this shape. */
    public static final String SPEAKER = "#speaker";

    /** How long a listener who was lost is waited for, in seconds. */
    public static final int KEPT_SECONDS = 60;

    /** The attribute names in the table. */
    public static final String CONNECTION_ID = "connectionId";

    public static final String SESSION_ID = "sessionId";
    public static final String LANGUAGE = "language";
    public static final String TICKET = "ticket";
    public static final String HERE = "here";
    public static final String EXPIRES_AT_SECONDS = "expiresAtSeconds";
}
