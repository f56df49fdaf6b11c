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
     * @param target for example an S3 key, a stream's name, a connection id, a target language, a voice
     */
    default Fault next(String operation, String target) {
        return next(operation);
    }

    /**
     * Whether a stream stays silent now: it takes what is sent and answers nothing.
     *
     * @param stream the stream's id
     */
    default boolean muted(String stream) {
        return false;
    }

    /**
     * How often a stream, or all of them, have been cut so far. A stream that sees the number grow past
     * what it was at its start ends with a reset.
     *
     * @param stream the stream's id
     */
    default long streamResets(String stream) {
        return 0;
    }

    /**
     * How often a stream, or all of them, have been closed early so far: as {@link #streamResets}, but
     * its answer ends in good order, before what was sent is answered.
     *
     * @param stream the stream's id
     */
    default long streamCloses(String stream) {
        return 0;
    }
}
