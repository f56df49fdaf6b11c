package dev.dragoman.protocol;

import org.jspecify.annotations.Nullable;

/** JSON that is no message of this protocol: says which field was wrong, how, and what is accepted. */
public final class ProtocolException extends Exception {

    private final ProblemCode code;
    private final @Nullable String field;
    private final @Nullable String accepted;

    ProtocolException(
            ProblemCode code,
            String message,
            @Nullable String field,
            @Nullable String accepted,
            @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.field = field;
        this.accepted = accepted;
    }

    /** What was wrong, for programs. */
    public ProblemCode code() {
        return code;
    }

    /** The field that was wrong, or null when it was the whole message. */
    public @Nullable String field() {
        return field;
    }

    /** What the field accepts, or null when it was the whole message. */
    public @Nullable String accepted() {
        return accepted;
    }

    /** The same as a message to the one who sent it. */
    public Problem toProblem() {
        String text = getMessage();
        return new Problem(code, text == null ? code.name() : text, field, accepted, null, null, null, null, null);
    }
}
