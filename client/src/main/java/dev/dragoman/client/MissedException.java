package dev.dragoman.client;

import java.time.Duration;

/** What was missed can't be had. */
final class MissedException extends Exception {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final int status;
    private final transient Duration notBefore;

    /**
     * @param status of the answer
     * @param notBefore after which time asking again may help
     */
    MissedException(int status, Duration notBefore) {
        super("status " + status);
        this.status = status;
        this.notBefore = notBefore;
    }

    /** Whether asking again is of no use. */
    boolean isForGood() {
        return status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY_REQUESTS;
    }

    Duration notBefore() {
        return notBefore;
    }
}
