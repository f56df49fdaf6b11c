package dev.dragoman.local.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Faults that are switched on by hand. Counted faults are used up one request at a time, in the
 * order throttle, break, lose; a delay holds for every request that has no other fault, until it is
 * set back to zero. Safe to use from many threads.
 */
public final class FaultSwitch implements Faults {

    private final Clock clock;
    private int throttles;
    private int breaks;
    private int losses;
    private Duration delay = Duration.ZERO;
    private Instant mutedUntil = Instant.MIN;
    private long resets;

    /** A switch with everything off. */
    public FaultSwitch() {
        this(Clock.systemUTC());
    }

    /** A switch with everything off, whose silences are measured by this clock. */
    public FaultSwitch(Clock clock) {
        this.clock = clock;
    }

    /** The next so many requests are throttled. */
    public synchronized void throttleNext(int requests) {
        throttles = requests;
    }

    /** The next so many requests end in an internal error. */
    public synchronized void breakNext(int requests) {
        breaks = requests;
    }

    /** The answers of the next so many requests are lost. */
    public synchronized void loseAnswerOfNext(int requests) {
        losses = requests;
    }

    /** Every request waits so long from now on; zero ends it. */
    public synchronized void delayBy(Duration by) {
        delay = by;
    }

    /** Streams answer nothing for so long. What they would have said in that time is lost. */
    public synchronized void muteFor(Duration time) {
        mutedUntil = clock.instant().plus(time);
    }

    /** Cuts every stream that is open now. */
    public synchronized void resetStreams() {
        resets++;
    }

    @Override
    public synchronized Fault next(String operation) {
        if (throttles > 0) {
            throttles--;
            return new Fault.Throttle();
        }
        if (breaks > 0) {
            breaks--;
            return new Fault.Break();
        }
        if (losses > 0) {
            losses--;
            return new Fault.LoseAnswer();
        }
        return delay.isZero() ? Fault.NONE : new Fault.Delay(delay);
    }

    @Override
    public synchronized boolean muted(String stream) {
        return clock.instant().isBefore(mutedUntil);
    }

    @Override
    public synchronized long streamResets(String stream) {
        return resets;
    }
}
