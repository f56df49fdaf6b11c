package dev.dragoman.protocol;

/**
 * What a speaker chose for a session. Travels in {@link SessionStarted}, so that the job needs no
 * table for it.
 *
 * @param transcript whether the talk's text is kept beyond the session
 */
public record SessionSettings(boolean transcript) {

    /** What a session has when its speaker chose nothing. */
    public static SessionSettings defaults() {
        return new SessionSettings(false);
    }
}
