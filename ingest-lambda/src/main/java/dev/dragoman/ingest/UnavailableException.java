package dev.dragoman.ingest;

/**
 * A service did not do what it was asked for, or its answer was lost: it may have been done or not.
 * The caller may ask for the same thing again, which is harmless.
 */
final class UnavailableException extends Exception {

    /**
     * @param service which one, in the words of the design, for the log and for people
     * @param cause what its client said
     */
    UnavailableException(String service, Throwable cause) {
        super("the " + service + " did not answer", cause);
    }
}
