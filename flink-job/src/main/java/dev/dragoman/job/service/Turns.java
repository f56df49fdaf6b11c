package dev.dragoman.job.service;

import java.util.concurrent.CompletableFuture;

/** Whoever calls a service waits for a turn before every call. Safe for use by many threads; never blocks. */
interface Turns extends AutoCloseable {

    /**
     * Asks for a turn.
     *
     * @param sessionId for whom: sessions take turns
     * @param language in which language
     * @param mediaMillis where in its session it was spoken
     * @param patienceMillis how long it can wait
     * @return done when the call may be made; fails with {@link ServiceException.Reason#NOT_IN_TIME}
     */
    CompletableFuture<Void> turn(String sessionId, String language, long mediaMillis, long patienceMillis);

    /** Whether a call may be made now that nobody has waited for; never while somebody waits. */
    boolean now();

    /** The service says that it was asked too much. */
    void throttled();

    /** Whoever still waits is not let in any more. */
    @Override
    void close();

    /** Everybody's turn is at once. */
    static Turns unlimited() {
        return new Turns() {
            @Override
            public CompletableFuture<Void> turn(
                    String sessionId, String language, long mediaMillis, long patienceMillis) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public boolean now() {
                return true;
            }

            @Override
            public void throttled() {}

            @Override
            public void close() {}
        };
    }
}
