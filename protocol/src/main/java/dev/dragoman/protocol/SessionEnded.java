package dev.dragoman.protocol;

/**
 * The session is over: what is still under way is finished and delivered, nothing new is taken.
 *
 * @param version {@link StreamEvent#VERSION}
 * @param sessionId the session
 * @param serverMillis when, by the server's clock
 * @param recordings how many recordings the session had; 0 when the speaker never sent audio, {@link
 *     #UNKNOWN} when nobody knows
 * @param chunksInLast how many chunks the last recording had, or {@link #UNKNOWN} (the speaker
 *     is gone): then the job waits its lateness bound for stragglers
 */
public record SessionEnded(int version, String sessionId, long serverMillis, int recordings, int chunksInLast)
        implements StreamEvent {

    /** Stands for a number that nobody knows. */
    public static final int UNKNOWN = -1;
}
