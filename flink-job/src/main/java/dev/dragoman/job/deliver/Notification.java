package dev.dragoman.job.deliver;

/**
 * A message for some of a session's connections. The notifications of one session are told in the
 * order in which they come.
 *
 * @param sessionId the session
 * @param target the listeners' language, {@link dev.dragoman.protocol.ConnectionItem#SPEAKER} or
 *     {@link #EVERYONE}
 * @param message a {@link dev.dragoman.protocol.ServerMessage} as JSON
 * @param mediaStartMillis what it is about, in media time
 * @param passing it will soon be replaced by a newer one: a partial caption. Who joined a moment ago
 *     may miss it, and a listener who is behind is spared it
 */
public record Notification(String sessionId, String target, String message, long mediaStartMillis, boolean passing) {

    /** Stands in {@code target} for every listener and the speaker; no language has this shape. */
    public static final String EVERYONE = "*";
}
