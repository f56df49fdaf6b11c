package dev.dragoman.ingest;

import dev.dragoman.protocol.ChangeLanguage;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Lets a listener hear another language of the same session from now on, with the same ticket. */
final class ChangeLanguageRoute {

    private final LiveSessions sessions;
    private final Connections connections;
    private final List<String> targetLanguages;
    private final Clock clock;

    ChangeLanguageRoute(LiveSessions sessions, Connections connections, List<String> targetLanguages, Clock clock) {
        this.sessions = sessions;
        this.connections = connections;
        this.targetLanguages = targetLanguages;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, ChangeLanguage request) throws UnavailableException, RefusedException {
        SessionItem session = sessions.requireLive(request.sessionId());
        LanguagesOfSession.require(session, targetLanguages, request.language());
        Optional<ConnectionItem> listener = connections.changeLanguage(
                caller.connectionId(),
                session.sessionId(),
                request.language(),
                Lifetimes.endSeconds(clock.millis(), Lifetimes.CONNECTION));
        if (listener.isEmpty()) {
            throw new RefusedException(Refusal.notAListener(session.sessionId()));
        }
        return JoinSessionRoute.joined(session, listener.get());
    }
}
