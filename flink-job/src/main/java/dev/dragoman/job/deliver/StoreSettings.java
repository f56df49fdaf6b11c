package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Mistakes;
import dev.dragoman.job.service.RetrySettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of keeping speech.
 *
 * @param retry how long one object may be tried
 * @param capacity how many may be under way at once in one subtask, 1 to 100,000
 */
public record StoreSettings(RetrySettings retry, int capacity) implements Serializable {

    public StoreSettings {
        new Mistakes().inRange("capacity", capacity, 1, 100_000).report();
    }

    /** 4 s, 500 at once. */
    public static StoreSettings defaults() {
        return new StoreSettings(RetrySettings.within(Duration.ofSeconds(4)), 500);
    }
}
