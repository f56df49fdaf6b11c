package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Who may listen to a session.
 *
 * @param passcode what a listener has to know, 4 to 64 characters; absent if anybody with the session's
 *     id may listen
 * @param mostListeners how many may listen at once, 1 to 100,000; absent for the system's own limit
 */
public record SessionAccess(
        @Nullable String passcode, @Nullable Integer mostListeners) {

    /** Anybody may listen. */
    public static SessionAccess open() {
        return new SessionAccess(null, null);
    }
}
