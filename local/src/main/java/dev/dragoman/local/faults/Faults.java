package dev.dragoman.local.faults;

/**
 * Asked by an endpoint what is to go wrong now. Implementations are safe to use from many threads
 * and never block.
 */
public interface Faults {

    /** An endpoint on which nothing goes wrong on purpose. */
    Faults NONE = operation -> Fault.NONE;

    /**
     * Takes what is planned for the request that has just arrived. Called once per request.
     *
     * @param operation the service's name for it, for example {@code TranslateText}
     */
    Fault next(String operation);

    /**
     * The same for an endpoint that knows what the request is about.
     *
     * @param target for example an S3 key, a stream's name, a connection id
     */
    default Fault next(String operation, String target) {
        return next(operation);
    }

    /** Whether streams stay silent now: they take what is sent and answer nothing. */
    default boolean muted() {
        return false;
    }

    /**
     * How often all open streams have been cut so far. A stream that sees the number grow past what it
     * was at its start ends with a reset.
     */
    default long streamResets() {
        return 0;
    }
}
