package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.time.Clock;
import java.time.Duration;

/**
 * Keeps the number of a session's listeners within its limit. They are counted in the table, and again
 * after {@link #REMEMBER}, or after {@link #FULL} where there is no room left: so a session is full at its
 * limit, give or take those who join in the same moment, and those it refuses cost little. Safe for use by many threads.
 */
final class ListenerCounts {

    static final Duration REMEMBER = Duration.ofSeconds(2);
    static final Duration FULL = Duration.ofSeconds(1);

    private static final int MOST_REMEMBERED = 1_000;

    private final Connections connections;
    private final Clock clock;
    private final Remembered<Room> rooms;

    ListenerCounts(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
        this.rooms = new Remembered<>(MOST_REMEMBERED, clock);
    }

    /** Whether one more may listen; takes the place. */
    boolean isRoom(SessionItem session) throws UnavailableException {
        Room known = rooms.find(session.sessionId());
        if (known != null && known.take()) {
            return true;
        }
        long now = clock.millis();
        if (known != null && now - known.countedMillis < FULL.toMillis()) {
            return false;
        }
        int there = connections.listeners(session.sessionId(), now / 1_000).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        Room counted = new Room(session.mostListeners() - there, now);
        rooms.put(session.sessionId(), counted, now + REMEMBER.toMillis());
        return counted.take();
    }

    /** How many may still come. */
    private static final class Room {

        final long countedMillis;
        private int places;

        Room(int places, long countedMillis) {
            this.places = places;
            this.countedMillis = countedMillis;
        }

        synchronized boolean take() {
            if (places <= 0) {
                return false;
            }
            places--;
            return true;
        }
    }
}
