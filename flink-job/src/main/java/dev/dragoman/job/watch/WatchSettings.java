package dev.dragoman.job.watch;

import dev.dragoman.job.service.Mistakes;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of looking after sessions.
 *
 * @param every how often a session is looked at, 200 ms to 1 min
 * @param grace how long a speaker may be gone before the session is ended, 1 s to 1 h
 */
public record WatchSettings(Duration every, Duration grace) implements Serializable {

    /** The least of {@link #every}. */
    public static final Duration MOST_OFTEN = Duration.ofMillis(200);

    /** How long a session waits for its speaker's first sound, if that is longer than the grace. */
    static final Duration FIRST_SOUND = Duration.ofMinutes(10);

    public WatchSettings {
        new Mistakes()
                .inRange("every", every, MOST_OFTEN, Duration.ofMinutes(1))
                .inRange("grace", grace, Duration.ofSeconds(1), Duration.ofHours(1))
                .report();
    }

    /** Once a second; 60 s. */
    public static WatchSettings defaults() {
        return new WatchSettings(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
}
