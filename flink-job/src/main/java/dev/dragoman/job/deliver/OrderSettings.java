package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Mistakes;
import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of the order of delivery.
 *
 * @param patience how long after its announcement an interpretation may be missing before the
 *     listeners are told not to wait for it, 100 ms to 5 min
 * @param latest how long after it was spoken an interpretation may still be heard; later it is only
 *     read, 1 s to 10 min
 */
public record OrderSettings(Duration patience, Duration latest) implements Serializable {

    public OrderSettings {
        new Mistakes()
                .inRange("patience", patience, Duration.ofMillis(100), Duration.ofMinutes(5))
                .inRange("latest", latest, Duration.ofSeconds(1), Duration.ofMinutes(10))
                .report();
    }

    /** How long after it was spoken an interpretation may be ready to be heard, at the most. */
    public Duration heardWithin() {
        return patience.compareTo(latest) < 0 ? patience : latest;
    }

    /** 12 s and 15 s. */
    public static OrderSettings defaults() {
        return new OrderSettings(Duration.ofSeconds(12), Duration.ofSeconds(15));
    }
}
