package dev.dragoman.client;

import java.time.Duration;

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
}
