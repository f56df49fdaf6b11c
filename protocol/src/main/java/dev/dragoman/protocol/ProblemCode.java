package dev.dragoman.protocol;

/** What can go wrong, for programs. */
public enum ProblemCode {
    /** The message is not a JSON object. */
    MALFORMED_MESSAGE,
    /** The action is missing or none of the routes. */
    UNKNOWN_ACTION,
    /** A field is missing, of the wrong type or out of range. */
    INVALID_FIELD,
    /** No live session has this id. */
    SESSION_NOT_FOUND,
    /** The session is over. */
    SESSION_ENDED,
    /** This connection may not do that: it has another role, or another session, or another user's. */
    NOT_ALLOWED,
    /** Only somebody who is signed in may do that; the connection was opened without a token. */
    NOT_SIGNED_IN,
    /** The session asks its listeners for a passcode, and this is not it or there was none. */
    WRONG_PASSCODE,
    /** As many listen as may. */
    SESSION_FULL,
    /** Too often, too much or too fast; {@code retryAfterSeconds} says when it may be asked again. */
    RATE_LIMITED,
    /** The language is not offered. */
    UNSUPPORTED_LANGUAGE,
    /** The message is larger than is taken. */
    TOO_LARGE,
    /** The recording is not WebM with Opus audio; its bytes can't be interpreted. */
    UNSUPPORTED_AUDIO,
    /** The recording's start never came, so none of it can be decoded. */
    RECORDING_START_MISSING,
    /** The recording held no audio. */
    EMPTY_RECORDING,
    /** The recording stops inside an element; what came before was taken. */
    TRUNCATED_RECORDING,
    /** A part of the recording is damaged; the rest was taken. */
    DAMAGED_AUDIO,
    /** A service that is needed did not answer; trying again may help. */
    UNAVAILABLE,
    /** Something broke on the server; trying again may help. */
    INTERNAL
}
