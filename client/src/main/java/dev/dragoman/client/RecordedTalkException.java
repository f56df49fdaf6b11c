package dev.dragoman.client;

/** A path holds no talk that can be sent; says what is wrong and what is accepted. */
public final class RecordedTalkException extends Exception {

    RecordedTalkException(String message) {
        super(message);
    }

    RecordedTalkException(String message, Throwable cause) {
        super(message, cause);
    }
}
