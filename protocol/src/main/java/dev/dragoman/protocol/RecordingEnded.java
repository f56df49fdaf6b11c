package dev.dragoman.protocol;

/**
 * A recording ended or paused: no chunk with a higher sequence follows until it resumes.
 *
 * @param version {@link StreamEvent#VERSION}
 * @param sessionId the session
 * @param serverMillis when, by the server's clock
 * @param recording the recording
 * @param chunks how many chunks the recording has had so far: sequences 0 to {@code chunks - 1}
 * @param paused whether the same recording may go on later
 */
public record RecordingEnded(
        int version, String sessionId, long serverMillis, int recording, int chunks, boolean paused)
        implements StreamEvent {}
