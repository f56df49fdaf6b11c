package dev.dragoman.ingest;

/** A token proves nothing. The message says why, for the log, and holds nothing of the token. */
final class TokenRefusedException extends Exception {

    TokenRefusedException(String reason) {
        super(reason, null, false, false);
    }
}
