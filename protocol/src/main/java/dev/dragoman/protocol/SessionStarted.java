package dev.dragoman.protocol;

/**
 * A session was created.
 *
 * @param version {@link StreamEvent#VERSION}
 * @param sessionId the session
 * @param serverMillis when, by the server's clock
 * @param sourceLanguage the language spoken, a BCP 47 tag such as {@code en}
 * @param settings what the speaker chose
 */
public record SessionStarted(
        int version, String sessionId, long serverMillis, String sourceLanguage, SessionSettings settings)
        implements StreamEvent {}
