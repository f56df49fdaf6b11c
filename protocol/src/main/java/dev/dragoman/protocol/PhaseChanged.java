package dev.dragoman.protocol;

/**
 * The speaker paused, went on, or switched the microphone off or on: listeners are told.
 *
 * @param version {@link StreamEvent#VERSION}
 * @param sessionId the session
 * @param serverMillis when, by the server's clock
 * @param phase what the session is doing from then on
 */
public record PhaseChanged(int version, String sessionId, long serverMillis, SessionPhase phase)
        implements StreamEvent {}
