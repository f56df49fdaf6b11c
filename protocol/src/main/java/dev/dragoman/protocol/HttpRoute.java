package dev.dragoman.protocol;

/** The routes of the HTTP API: the one list for AWS and for one machine. */
public enum HttpRoute {
    /** Creates a session. */
    CREATE_SESSION("POST", "/sessions", true),
    /** What anybody may know of a session. */
    READ_SESSION("GET", "/sessions/{sessionId}", false),
    /** Ends a session. */
    END_SESSION("DELETE", "/sessions/{sessionId}", true),
    /** What can be spoken and heard. */
    LANGUAGES("GET", "/languages", false),
    /** What was missed. */
    MISSED("GET", "/audio/{sessionId}/{language}", false);

    private final String method;
    private final String path;
    private final boolean signedIn;

    HttpRoute(String method, String path, boolean signedIn) {
        this.method = method;
        this.path = path;
        this.signedIn = signedIn;
    }

    /** For example {@code GET}. */
    public String method() {
        return method;
    }

    /** With the names of its variables in braces. */
    public String path() {
        return path;
    }

    /** Whether only a signed-in user may take it. */
    public boolean signedIn() {
        return signedIn;
    }

    /** As API Gateway writes it, for example {@code GET /languages}. */
    public String key() {
        return method + " " + path;
    }
}
