package dev.dragoman.ingest;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.Skipped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells what was said in a session in one language from a media time on or lately, to hear with fresh addresses
 * and to read; in the session's own language to read alone. Of a
 * session with a passcode only those are told who bring a listener's ticket or the passcode.
 */
final class MissedRoute {

    private static final String TICKET = "dragoman-ticket";
    private static final String PASSCODE = "dragoman-passcode";

    private final LiveSessions sessions;
    private final PasscodeCheck passcodes;
    private final Connections connections;
    private final Interpretations interpretations;
    private final SpeechLinks links;
    private final List<String> targetLanguages;
    private final Clock clock;

    MissedRoute(
            LiveSessions sessions,
            PasscodeCheck passcodes,
            Connections connections,
            Interpretations interpretations,
            SpeechLinks links,
            List<String> targetLanguages,
            Clock clock) {
        this.sessions = sessions;
        this.passcodes = passcodes;
        this.connections = connections;
        this.interpretations = interpretations;
        this.links = links;
        this.targetLanguages = targetLanguages;
        this.clock = clock;
    }

    MissedInterpretations handle(HttpRequest request, String sessionId, String language)
            throws UnavailableException, RefusedException {
        OptionalLong since = millis(request, "since", "The field since is no media time.");
        OptionalLong last = millis(request, "last", "The field last is no time span.");
        SessionItem session = sessions.requireNow(sessionId);
        LanguagesOfSession.require(session, targetLanguages, language);
        if (session.passcodeHash() != null && !hasTicket(request, sessionId)) {
            passcodes.require(
                    session,
                    Headers.value(request.headers(), PASSCODE),
                    request.caller().address());
        }
        long from = last.isPresent() ? lately(sessionId, language, last.getAsLong()) : since.orElse(0);
        List<Audio> audio = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        List<Caption> captions = new ArrayList<>();
        for (InterpretationItem item : interpretations.since(sessionId, language, from, MissedInterpretations.MOST)) {
            String why = item.skipped();
            if (why == null) {
                audio.add(audio(sessionId, language, item));
            } else if (!why.equals(InterpretationItem.READ)) {
                skipped.add(new Skipped(sessionId, language, item.mediaStartMillis(), item.mediaEndMillis(), why));
            }
            if (!item.text().isEmpty()) {
                captions.add(caption(sessionId, language, item));
            }
        }
        return new MissedInterpretations(sessionId, language, audio, skipped, captions);
    }

    /** From where on it was said in the last so many milliseconds before the newest. */
    private long lately(String sessionId, String language, long millis) throws UnavailableException {
        return Math.max(0, interpretations.newest(sessionId, language).orElse(0) - millis);
    }

    private static OptionalLong millis(HttpRequest request, String field, String wrong) throws RefusedException {
        String value = request.query().get(field);
        if (value == null) {
            return OptionalLong.empty();
        }
        // Digits alone: neither signs nor what other scripts use for digits.
        if (!value.matches("[0-9]{1,15}")) {
            throw new RefusedException(Refusal.invalid(field, wrong, "a whole number of milliseconds, 0 or more"));
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    private boolean hasTicket(HttpRequest request, String sessionId) throws UnavailableException {
        String ticket = Headers.value(request.headers(), TICKET);
        Optional<String> connectionId = ticket == null ? Optional.empty() : Tickets.connectionId(ticket);
        if (ticket == null || connectionId.isEmpty()) {
            return false;
        }
        Optional<ConnectionItem> listener = connections.find(connectionId.get());
        return listener.isPresent() && Tickets.isOf(listener.get(), sessionId, ticket, clock.millis() / 1_000);
    }

    private static Caption caption(String sessionId, String language, InterpretationItem item) {
        return new Caption(
                sessionId,
                language,
                item.mediaStartMillis(),
                item.mediaEndMillis(),
                item.text(),
                false,
                InterpretationItem.READ.equals(item.skipped()) ? null : item.sourceText());
    }

    private Audio audio(String sessionId, String language, InterpretationItem item) throws UnavailableException {
        return new Audio(
                sessionId,
                language,
                item.mediaStartMillis(),
                item.mediaEndMillis(),
                item.durationMillis(),
                links.of(S3Keys.speech(sessionId, language, item.mediaStartMillis())),
                item.text(),
                item.sourceText());
    }
}
