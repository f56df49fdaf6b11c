package dev.dragoman.job.kinesis;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when it is told to. Copies of it, also serialised ones in this JVM, move with it. */
public final class ManualClock extends Clock implements java.io.Serializable {

    private static final long serialVersionUID = 1L;

    private static final AtomicLong IDS = new AtomicLong();
    private static final Map<Long, AtomicLong> TIMES = new ConcurrentHashMap<>();

    private final long id = IDS.incrementAndGet();

    public ManualClock(Instant start) {
        TIMES.put(id, new AtomicLong(start.toEpochMilli()));
    }

    /** Moves it; the new time. */
    public Instant advance(long millis) {
        return Instant.ofEpochMilli(TIMES.get(id).addAndGet(millis));
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(TIMES.get(id).get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
