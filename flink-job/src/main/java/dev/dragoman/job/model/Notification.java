package dev.dragoman.job.model;

import dev.dragoman.protocol.InterpretationItem;
import org.jspecify.annotations.Nullable;

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
 * @param toldUntilMillis with it the target has been told everything up to this media time; or
 *     {@link #UNFINISHED}
 * @param spokenServerMillis for audio, when ingest had the last sound that it interprets, by the
 *     server's clock; or {@link #UNHEARD}
 * @param kept what is written down before it is told, for those who miss it; null for nothing
 */
public record Notification(
        String sessionId,
        String target,
        String message,
        long mediaStartMillis,
        boolean passing,
        long toldUntilMillis,
        long spokenServerMillis,
        @Nullable InterpretationItem kept) {

    /** Stands in {@code spokenServerMillis} for what is only read. */
    public static final long UNHEARD = -1;

    /** Stands in {@code toldUntilMillis} for a message after which more is to come of the same time. */
    public static final long UNFINISHED = -1;

    /** A message after which more is to come of the same time. */
    public Notification(String sessionId, String target, String message, long mediaStartMillis, boolean passing) {
        this(sessionId, target, message, mediaStartMillis, passing, UNFINISHED);
    }

    /** A message that is only read. */
    public Notification(
            String sessionId,
            String target,
            String message,
            long mediaStartMillis,
            boolean passing,
            long toldUntilMillis) {
        this(sessionId, target, message, mediaStartMillis, passing, toldUntilMillis, UNHEARD, null);
    }

    /** The same, announcing speech. */
    public Notification interpretingWhatWasSpokenAt(long serverMillis) {
        return new Notification(
                sessionId, target, message, mediaStartMillis, passing, toldUntilMillis, serverMillis, kept);
    }

    /** The same, written down before it is told. */
    public Notification keeping(InterpretationItem item) {
        return new Notification(
                sessionId, target, message, mediaStartMillis, passing, toldUntilMillis, spokenServerMillis, item);
    }

    /** Stands in {@code target} for every listener and the speaker; no language has this shape. */
    public static final String EVERYONE = "*";
}
