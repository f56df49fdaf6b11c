package dev.dragoman.protocol;

/**
 * Answers {@link JoinSession}, {@link ChangeLanguage}, and {@link RefreshConnection} of a listener.
 *
 * @param sessionId the session
 * @param language what the listener hears from now on
 * @param sourceLanguage what is spoken
 * @param phase what the session is doing
 * @param ticket a secret that lets another connection take this one's place, and fetch what this one
 *     missed, without the passcode
 */
public record SessionJoined(String sessionId, String language, String sourceLanguage, SessionPhase phase, String ticket)
        implements ServerMessage {}
