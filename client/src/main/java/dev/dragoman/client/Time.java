package dev.dragoman.client;

import java.time.Duration;
import java.time.Instant;

/** The time that a client goes by, and what it does later. Tasks come one after the other; safe for use by many threads. */
interface Time {

    Instant now();

    /** Runs a task after a while, unless it is called off before. */
    Timer after(Duration wait, Runnable task);

    /** Something that is to be done later. */
    interface Timer {

        /** For whoever has nothing to call off. */
        Timer NONE = () -> {};

        /** Calls it off; without effect if it was done or is being done. */
        void cancel();
    }
}
