package dev.dragoman.ingest;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionCreated;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes a session whose id nobody else has, and its asker the speaker. The answer is given only when
 * the session is in the table and its start on the stream.
 *
 * <p>When a step fails, the asker tries again and gets another id; what is left of the first one
 * expires unheard of. A connection speaks in one session only.
 */
final class CreateSessionRoute {

    /** With some fifty million ids, a tenth collision in a row means that something else is wrong. */
    private static final int MOST_TRIES = 10;

    private final Sessions sessions;
    private final Connections connections;
    private final EventStream events;
    private final SessionIds ids;
    private final List<String> sourceLanguages;
    private final SettingsCheck settingsCheck;
    private final Clock clock;

    CreateSessionRoute(
            Sessions sessions,
            Connections connections,
            EventStream events,
            SessionIds ids,
            List<String> sourceLanguages,
            List<String> targetLanguages,
            Clock clock) {
        this.sessions = sessions;
        this.connections = connections;
        this.events = events;
        this.ids = ids;
        this.sourceLanguages = sourceLanguages;
        this.settingsCheck = new SettingsCheck(sourceLanguages, targetLanguages);
        this.clock = clock;
    }

    ServerMessage handle(String connectionId, CreateSession request) throws UnavailableException {
        String language = request.sourceLanguage();
        if (!sourceLanguages.contains(language)) {
            return Refusal.unsupportedLanguage("sourceLanguage", language, sourceLanguages);
        }
        SessionSettings settings = request.settings() == null ? SessionSettings.defaults() : request.settings();
        Optional<Problem> wrong = settingsCheck.problem(language, settings);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        long now = clock.millis();
        Optional<String> created = create(connectionId, language, now);
        if (created.isEmpty()) {
            return Problem.of(ProblemCode.UNAVAILABLE, "No free session id was found, please try again.");
        }
        String sessionId = created.get();
        ConnectionItem speaker = new ConnectionItem(
                connectionId, sessionId, ConnectionItem.SPEAKER, Lifetimes.endSeconds(now, Lifetimes.CONNECTION));
        if (!connections.add(speaker)) {
            return Refusal.alreadyHasARole();
        }
        events.put(new SessionStarted(StreamEvent.VERSION, sessionId, now, language, settings));
        return new SessionCreated(sessionId, language);
    }

    private Optional<String> create(String connectionId, String language, long now) throws UnavailableException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            String sessionId = ids.next();
            SessionItem session = new SessionItem(
                    sessionId,
                    connectionId,
                    language,
                    SessionItem.State.LIVE,
                    now,
                    Lifetimes.endSeconds(now, Lifetimes.SESSION));
            if (sessions.create(session)) {
                return Optional.of(sessionId);
            }
        }
        return Optional.empty();
    }
}
