package dev.dragoman.job.service;

import org.slf4j.Logger;
import org.slf4j.MDC;

/**
 * Log lines that concern one session: its id is in the line, and by itself in the MDC under {@link
 * #SESSION}, for logs that keep fields.
 */
public final class SessionLog {

    /** The key of the session's id in the MDC. */
    public static final String SESSION = "session";

    private SessionLog() {}

    /**
     * Warns.
     *
     * @param what what happened; never with spoken text in it
     */
    public static void warn(Logger log, String sessionId, String what) {
        MDC.put(SESSION, sessionId);
        try {
            log.warn("Session {}: {}", sessionId, what);
        } finally {
            MDC.remove(SESSION);
        }
    }
}
