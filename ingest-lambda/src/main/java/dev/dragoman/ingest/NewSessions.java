package dev.dragoman.ingest;

import dev.dragoman.protocol.CreateSession;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.SessionAccess;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions whose ids nobody else has, for users who are signed in. Who asks for something that
 * can't be had is told what, before anything is made. Safe for use by many threads.
 */
final class NewSessions {

    static final int LEAST_PASSCODE = 4;
    static final int MOST_PASSCODE = 64;

    /** With some seventy million ids, a tenth collision in a row means that something else is wrong. */
    private static final int MOST_TRIES = 10;

    private final Sessions sessions;
    private final EventStream events;
    private final SessionIds ids;
    private final Passcodes passcodes;
    private final Limiter limiter;
    private final IngestConfiguration configuration;
    private final SettingsCheck settingsCheck;
    private final Clock clock;

    NewSessions(
            Sessions sessions,
            EventStream events,
            SessionIds ids,
            Passcodes passcodes,
            Limiter limiter,
            IngestConfiguration configuration,
            Clock clock) {
        this.sessions = sessions;
        this.events = events;
        this.ids = ids;
        this.passcodes = passcodes;
        this.limiter = limiter;
        this.configuration = configuration;
        this.settingsCheck = new SettingsCheck(configuration.sourceLanguages(), configuration.targetLanguages());
        this.clock = clock;
    }

    /**
     * Puts a session into the table, not yet on the stream.
     *
     * @throws RefusedException if nobody is signed in, a field is wrong, or the user had enough
     */
    SessionItem create(Caller caller, CreateSession request) throws UnavailableException, RefusedException {
        String user = caller.user();
        if (user == null) {
            throw new RefusedException(Refusal.notSignedIn());
        }
        SessionAccess access = request.access() == null ? SessionAccess.open() : request.access();
        check(request, access);
        limiter.session(user);
        String proof = access.passcode() == null ? null : passcodes.hash(access.passcode());
        int most =
                access.mostListeners() == null ? configuration.limits().listenersPerSession() : access.mostListeners();
        try {
            return added(user, caller.connectionId(), request, proof, most);
        } catch (UnavailableException e) {
            limiter.noSession(user);
            throw e;
        }
    }

    /**
     * Says on the stream that a session has begun. Saying it again does no harm.
     *
     * @throws UnavailableException if it may not be on the stream; it does not count for its user then
     */
    void started(SessionItem session, @Nullable SessionSettings settings) throws UnavailableException {
        try {
            put(session, settings);
        } catch (UnavailableException e) {
            limiter.noSession(session.owner());
            throw e;
        }
    }

    private void put(SessionItem session, @Nullable SessionSettings settings) throws UnavailableException {
        events.put(new SessionStarted(
                StreamEvent.VERSION,
                session.sessionId(),
                session.createdMillis(),
                session.sourceLanguage(),
                settings == null ? SessionSettings.defaults() : settings));
    }

    private void check(CreateSession request, SessionAccess access) throws RefusedException {
        List<String> sources = configuration.sourceLanguages();
        if (!sources.contains(request.sourceLanguage())) {
            throw new RefusedException(
                    Refusal.unsupportedLanguage("sourceLanguage", request.sourceLanguage(), sources));
        }
        Optional<Problem> wrong = request.settings() == null
                ? Optional.empty()
                : settingsCheck.problem(request.sourceLanguage(), request.settings());
        if (wrong.isPresent()) {
            throw new RefusedException(wrong.get());
        }
        String passcode = access.passcode();
        if (passcode != null && (passcode.length() < LEAST_PASSCODE || passcode.length() > MOST_PASSCODE)) {
            throw new RefusedException(Refusal.invalid(
                    "access.passcode",
                    "The passcode had " + passcode.length() + " characters.",
                    LEAST_PASSCODE + " to " + MOST_PASSCODE + " characters"));
        }
        Integer most = access.mostListeners();
        if (most != null && (most < 1 || most > Limits.MOST_LISTENERS)) {
            throw new RefusedException(Refusal.invalid(
                    "access.mostListeners", "The most listeners were " + most + ".", "1 to " + Limits.MOST_LISTENERS));
        }
    }

    private SessionItem added(String user, String connectionId, CreateSession asked, @Nullable String proof, int most)
            throws UnavailableException, RefusedException {
        long now = clock.millis();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            SessionItem session = new SessionItem(
                    ids.next(),
                    user,
                    connectionId,
                    asked.sourceLanguage(),
                    SessionPhase.WAITING,
                    proof,
                    most,
                    asked.settings() != null && asked.settings().transcript(),
                    now,
                    Lifetimes.endSeconds(now, Lifetimes.SESSION));
            if (sessions.create(session)) {
                return session;
            }
        }
        throw new RefusedException(
                Problem.of(ProblemCode.UNAVAILABLE, "No free session id was found, please try again."));
    }
}
