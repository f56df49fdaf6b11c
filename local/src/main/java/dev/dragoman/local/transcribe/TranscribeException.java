package dev.dragoman.local.transcribe;

import dev.dragoman.local.faults.Fault;

/** A request or stream that ends in one of the service's own errors. */
final class TranscribeException extends Exception {

    private static final long serialVersionUID = 1;

    private final String type;
    private final int status;

    private TranscribeException(String type, int status, String message) {
        // Part of normal answers; nobody reads where it was made.
        super(message, null, false, false);
        this.type = type;
        this.status = status;
    }

    static TranscribeException badRequest(String message) {
        return new TranscribeException("BadRequestException", 400, message);
    }

    static TranscribeException limitExceeded(String message) {
        return new TranscribeException("LimitExceededException", 429, message);
    }

    static TranscribeException planned(Fault.Refuse refusal) {
        return new TranscribeException(refusal.code(), refusal.status(), "Planned error");
    }

    static TranscribeException internalFailure() {
        return new TranscribeException(
                "InternalFailureException", 500, "A problem occurred while processing the audio. Try again.");
    }

    /** The error's name in the service's model. */
    String type() {
        return type;
    }

    /** The HTTP status when no answer has begun yet. */
    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
