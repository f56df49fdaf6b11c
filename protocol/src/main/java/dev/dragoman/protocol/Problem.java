package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Something asked for could not be done, or something went wrong with the session. The connection
 * stays.
 *
 * @param code what it was, for programs
 * @param message what it was, for people, in English
 * @param field which field was wrong, if one was
 * @param accepted what the field accepts, if one was wrong
 * @param action the action that it answers; none if it answers no message or one without an action
 * @param sessionId the session it concerns, if any
 * @param recording the recording it concerns, if any
 * @param sequence the chunk it concerns, if any
 * @param retryAfterSeconds after how many seconds asking again may help, if that is known
 */
public record Problem(
        ProblemCode code,
        String message,
        @Nullable String field,
        @Nullable String accepted,
        @Nullable String action,
        @Nullable String sessionId,
        @Nullable Integer recording,
        @Nullable Integer sequence,
        @Nullable Integer retryAfterSeconds)
        implements ServerMessage {

    /** A problem with one field of a message. */
    public static Problem ofField(ProblemCode code, String message, String field, String accepted) {
        return new Problem(code, message, field, accepted, null, null, null, null, null);
    }

    /** A problem that is no field's fault. */
    public static Problem of(ProblemCode code, String message) {
        return new Problem(code, message, null, null, null, null, null, null, null);
    }

    /** A problem with what a session's audio holds. */
    public static Problem ofSession(ProblemCode code, String message, String sessionId) {
        return new Problem(code, message, null, null, null, sessionId, null, null, null);
    }

    /** The same as the answer to a message. */
    public Problem answering(ClientMessage asked) {
        return new Problem(
                code, message, field, accepted, asked.action(), sessionId, recording, sequence, retryAfterSeconds);
    }

    /** Too much of something: asking again helps after a while. */
    public static Problem rateLimited(String message, int retryAfterSeconds) {
        return new Problem(ProblemCode.RATE_LIMITED, message, null, null, null, null, null, null, retryAfterSeconds);
    }
}
