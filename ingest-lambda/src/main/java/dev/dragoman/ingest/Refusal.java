package dev.dragoman.ingest;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.SessionItem;
import java.util.Collection;

/** The problems that routes answer with, worded once. */
final class Refusal {

    private static final String SESSION_ID_SHAPE = "an adjective, a noun and three digits, such as golden-eagle-427";

    private Refusal() {}

    static Problem sessionNotFound(String sessionId) {
        // What has another shape is not repeated: it could hold anything.
        String shown = S3Keys.SESSION_ID.matcher(sessionId).matches() ? sessionId : null;
        return new Problem(
                ProblemCode.SESSION_NOT_FOUND,
                shown == null ? "There is no such session." : "There is no session " + shown + ".",
                "sessionId",
                "the id of a live session: " + SESSION_ID_SHAPE,
                null,
                shown,
                null,
                null,
                null);
    }

    static Problem sessionEnded(String sessionId) {
        return Problem.ofSession(ProblemCode.SESSION_ENDED, "The session " + sessionId + " is over.", sessionId);
    }

    static Problem notTheSpeaker(String sessionId) {
        return Problem.ofSession(
                ProblemCode.NOT_ALLOWED, "Only the speaker of " + sessionId + " may do that.", sessionId);
    }

    static Problem notTheOwner(String sessionId) {
        return Problem.ofSession(
                ProblemCode.NOT_ALLOWED, "The session " + sessionId + " is another user's.", sessionId);
    }

    static Problem notAListener(String sessionId) {
        return Problem.ofSession(
                ProblemCode.NOT_ALLOWED, "This connection does not listen to " + sessionId + ".", sessionId);
    }

    static Problem noRole(String sessionId) {
        return Problem.ofSession(
                ProblemCode.NOT_ALLOWED, "This connection has no role in " + sessionId + ".", sessionId);
    }

    static Problem notSignedIn() {
        return Problem.of(
                ProblemCode.NOT_SIGNED_IN,
                "Only somebody who is signed in may do that; open a connection with a token.");
    }

    static Problem wrongPasscode(String sessionId) {
        return new Problem(
                ProblemCode.WRONG_PASSCODE,
                "The session " + sessionId + " asks for a passcode, and this is not it.",
                "passcode",
                "what the speaker told the listeners",
                null,
                sessionId,
                null,
                null,
                null);
    }

    static Problem ticketNotGood(String sessionId) {
        return new Problem(
                ProblemCode.NOT_ALLOWED,
                "The ticket is not good any more; please join again.",
                "ticket",
                "the ticket of a listener who was there less than a minute ago",
                null,
                sessionId,
                null,
                null,
                null);
    }

    static Problem sessionFull(SessionItem session) {
        return Problem.ofSession(
                ProblemCode.SESSION_FULL,
                "As many listen to " + session.sessionId() + " as may: " + session.mostListeners() + ".",
                session.sessionId());
    }

    static Problem changing(String sessionId) {
        return Problem.ofSession(
                ProblemCode.UNAVAILABLE, "Others are changing this in the same moment, please try again.", sessionId);
    }

    static Problem alreadyHasARole() {
        return Problem.of(
                ProblemCode.NOT_ALLOWED,
                "This connection already has a role in a session; open another connection for another one.");
    }

    static Problem unsupportedLanguage(String field, String language, Collection<String> offered) {
        // What is no language at all is not repeated: it could hold anything.
        String shown = S3Keys.LANGUAGE.matcher(language).matches() ? "The language " + language : "The language";
        return Problem.ofField(
                ProblemCode.UNSUPPORTED_LANGUAGE,
                shown + " in " + field + " is not offered.",
                field,
                "one of " + String.join(", ", offered));
    }

    static Problem invalid(String field, String message, String accepted) {
        return Problem.ofField(ProblemCode.INVALID_FIELD, message, field, accepted);
    }

    static Problem unavailable(UnavailableException e) {
        return Problem.of(ProblemCode.UNAVAILABLE, "Not done, please try again: " + e.getMessage() + ".");
    }

    /** The same problem about one chunk, so that its sender knows which one to send again or to forget. */
    static Problem aboutChunk(Problem problem, AudioChunk chunk) {
        String sessionId = S3Keys.SESSION_ID.matcher(chunk.sessionId()).matches() ? chunk.sessionId() : null;
        return new Problem(
                problem.code(),
                problem.message(),
                problem.field(),
                problem.accepted(),
                problem.action(),
                sessionId,
                chunk.recording(),
                chunk.sequence(),
                problem.retryAfterSeconds());
    }

    /** The same problem about one session. */
    static Problem aboutSession(Problem problem, String sessionId) {
        return new Problem(
                problem.code(),
                problem.message(),
                problem.field(),
                problem.accepted(),
                problem.action(),
                S3Keys.SESSION_ID.matcher(sessionId).matches() ? sessionId : null,
                null,
                null,
                problem.retryAfterSeconds());
    }
}
