package dev.dragoman.job.service;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a call to a service may be tried.
 *
 * @param bound from the first attempt to giving up, 10 ms to 5 min
 * @param attempt how long one attempt may stay without an answer, 1 ms to 1 min; not over the bound
 * @param firstBackoff the wait before the second attempt, doubled for each one after it and spread
 *     at random over its upper half, 1 ms to 10 s
 */
public record RetrySettings(Duration bound, Duration attempt, Duration firstBackoff) implements Serializable {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public RetrySettings {
        new Mistakes()
                .inRange("bound", bound, Duration.ofMillis(10), Duration.ofMinutes(5))
                .inRange("attempt", attempt, SHORTEST, Duration.ofMinutes(1))
                .inRange("firstBackoff", firstBackoff, SHORTEST, Duration.ofSeconds(10))
                .holds(attempt.compareTo(bound) <= 0, "attempt", attempt, "at most the bound, " + bound)
                .report();
    }

    /** Tries within this bound, two fifths of it at most for one attempt, first again after 100 ms. */
    public static RetrySettings within(Duration bound) {
        return new RetrySettings(bound, bound.multipliedBy(2).dividedBy(5), Duration.ofMillis(100));
    }

    /** The same, or within this bound if that is shorter. */
    public RetrySettings atMost(Duration shorter) {
        return bound.compareTo(shorter) <= 0 ? this : within(shorter);
    }

    /**
     * After how long an asynchronous operator may take a call for lost: a second after this gave up by
     * itself.
     */
    public Duration operatorTimeout() {
        return bound.plusSeconds(1);
    }
}
