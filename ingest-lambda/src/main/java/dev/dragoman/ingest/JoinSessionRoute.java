package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.JoinSession;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionJoined;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes its asker a listener of a live session in one language: an offered one, or the session's own
 * for captions alone. Joining again changes the language or the session.
 */
final class JoinSessionRoute {

    private final LiveSessions sessions;
    private final Connections connections;
    private final List<String> targetLanguages;
    private final Clock clock;

    JoinSessionRoute(LiveSessions sessions, Connections connections, List<String> targetLanguages, Clock clock) {
        this.sessions = sessions;
        this.connections = connections;
        this.targetLanguages = targetLanguages;
        this.clock = clock;
    }

    ServerMessage handle(String connectionId, JoinSession request) throws UnavailableException {
        String sessionId = request.sessionId();
        if (!S3Keys.SESSION_ID.matcher(sessionId).matches()) {
            return Refusal.sessionNotFound(sessionId);
        }
        Optional<SessionItem> session = sessions.findNow(sessionId);
        if (session.isEmpty()) {
            return Refusal.sessionNotFound(sessionId);
        }
        if (session.get().state() == SessionItem.State.ENDED) {
            return Refusal.sessionEnded(sessionId);
        }
        String sourceLanguage = session.get().sourceLanguage();
        Set<String> offered = new LinkedHashSet<>(targetLanguages);
        offered.add(sourceLanguage);
        if (!offered.contains(request.language())) {
            return Refusal.unsupportedLanguage("language", request.language(), offered);
        }
        ConnectionItem listener = new ConnectionItem(
                connectionId,
                sessionId,
                request.language(),
                Lifetimes.endSeconds(clock.millis(), Lifetimes.CONNECTION));
        return connections.add(listener)
                ? new SessionJoined(sessionId, request.language(), sourceLanguage)
                : Refusal.alreadyHasARole();
    }
}
