package dev.dragoman.client;

/** The connection ended before what was asked for had been answered. */
public final class ConnectionLostException extends Exception {

    private static final int NO_CLOSE = 1006;

    private final int statusCode;

    ConnectionLostException(int statusCode, String reason) {
        super("the connection ended: " + statusCode + (reason.isEmpty() ? "" : " " + reason));
        this.statusCode = statusCode;
    }

    /** It was given up here. */
    ConnectionLostException(String reason) {
        super(reason);
        this.statusCode = NO_CLOSE;
    }

    /** The WebSocket status code; 1006 if there was no closing handshake. */
    public int statusCode() {
        return statusCode;
    }
}
