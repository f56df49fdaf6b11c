package dev.dragoman.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double, up to a longest one. */
final class Backoff {

    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.next = first;
        this.longest = longest;
    }

    /** How long to wait now; longer the next time. */
    Duration next() {
        Duration now = next.compareTo(longest) < 0 ? next : longest;
        next = now.multipliedBy(2);
        return now;
    }

    /** The same, or up to half of it less: many who begin to wait at once don't end at once. */
    Duration next(RandomGenerator random) {
        Duration now = next();
        return now.minusNanos((long) (random.nextDouble() * (double) now.toNanos() / 2));
    }
}
