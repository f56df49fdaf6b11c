package dev.dragoman.protocol;

/**
 * The speaker stops for a while; {@link SessionState} answers, and tells the listeners. What was said
 * before is interpreted at once. The recorder either pauses, and the recording goes on later, or it
 * stops, and the next chunk begins a new recording.
 *
 * @param sessionId the session
 * @param recording the current recording, from 0; -1 if there was none yet
 * @param chunks how many chunks it has had so far, lost ones included
 */
public record PauseSession(String sessionId, int recording, int chunks) implements ClientMessage, AboutSession {}
