package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of telling the listeners.
 *
 * @param retry how long one message may be tried on one connection, waiting for those before it
 *     included
 * @param capacity how many notifications may be under way at once in one subtask, 1 to 100,000: as
 *     long as one slow listener has not been told, its notification is under way
 * @param remembered how long an answer of the directory is used again for partial captions, 0 to 1 min
 * @param waiting how many messages may wait for one connection, 1 to 10,000; beyond it the oldest
 *     is given up
 */
public record NotifySettings(RetrySettings retry, int capacity, Duration remembered, int waiting)
        implements Serializable {

    public NotifySettings {
        new Mistakes()
                .inRange("capacity", capacity, 1, 100_000)
                .inRange("remembered", remembered, Duration.ZERO, Duration.ofMinutes(1))
                .inRange("waiting", waiting, 1, 10_000)
                .report();
    }

    /** 8 s, 20,000 at once, answers used again for 1 s, 100 waiting. */
    public static NotifySettings defaults() {
        return new NotifySettings(RetrySettings.within(Duration.ofSeconds(8)), 20_000, Duration.ofSeconds(1), 100);
    }

    /**
     * After how long an asynchronous operator may take a notification for lost: asking whom to tell and
     * telling them each have the bound.
     */
    public Duration operatorTimeout() {
        return retry.bound().multipliedBy(2).plusSeconds(1);
    }
}
