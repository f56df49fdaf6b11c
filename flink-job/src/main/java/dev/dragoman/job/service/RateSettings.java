package dev.dragoman.job.service;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much a service may be asked by the whole job.
 *
 * @param perSecond requests in a second over any longer time, 0.1 to 100,000
 * @param burst requests at once after a rest, 1 to 100,000
 * @param heardWithin how long after it was spoken something may still be heard, 100 ms to 10 min; what
 *     would come later is not asked for
 */
public record RateSettings(double perSecond, int burst, Duration heardWithin) implements Serializable {

    /** Kept at most for the service's answer and for storing it; of a short time, a tenth. */
    private static final Duration AFTER_THE_TURN = Duration.ofSeconds(1);

    /** Records that need no turn pass through the stage too. */
    private static final int LEAST_CAPACITY = 500;

    private static final int MOST_CAPACITY = 100_000;
    private static final int MOST_CONNECTIONS = 10_000;

    public RateSettings {
        new Mistakes()
                .holds(perSecond >= 0.1 && perSecond <= 100_000, "perSecond", perSecond, "0.1 to 100000")
                .inRange("burst", burst, 1, 100_000)
                .inRange("heardWithin", heardWithin, Duration.ofMillis(100), Duration.ofMinutes(10))
                .report();
    }

    /** How many milliseconds something that was spoken then may wait for its turn; none if not above 0. */
    long patienceMillis(long spokenServerMillis, long nowMillis) {
        long whole = heardWithin.toMillis();
        return spokenServerMillis + whole - Math.min(whole / 10, AFTER_THE_TURN.toMillis()) - nowMillis;
    }

    /**
     * How many records a stage must be able to hold, in one subtask that has all the work: those that wait
     * for their turn, and those that had it. With fewer the stage would hold up the job before it gives
     * up what comes too late.
     *
     * @param bound how long one may be tried once its turn came
     */
    public int capacity(Duration bound) {
        return (int) Math.min(MOST_CAPACITY, Math.max(LEAST_CAPACITY, burst + requestsWithin(heardWithin.plus(bound))));
    }

    /**
     * How many connections carry the rate, if each request takes as long as it may.
     *
     * @param attempt how long one request may stay without an answer
     */
    public int connections(Duration attempt) {
        return (int) Math.min(MOST_CONNECTIONS, burst + requestsWithin(attempt));
    }

    private long requestsWithin(Duration time) {
        return (long) Math.ceil(perSecond * time.toMillis() / 1e3);
    }

    /** How many may wait at most: more could never be asked for in time. */
    int mostWaiting(double share) {
        return (int) Math.max(1, Math.min(MOST_CAPACITY / 2, perSecond * share * heardWithin.toSeconds()));
    }
}
