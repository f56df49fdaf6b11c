package dev.dragoman.local.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much of something is left in the current second. Guarded by its owner's lock. */
final class Allowance {

    private final int perSecond;
    private @Nullable Instant second;
    private long used;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Whether this much more fits now; {@link #take} then takes it. */
    boolean has(long amount, Instant now) {
        if (second == null || !now.isBefore(second.plusSeconds(1))) {
            second = now;
            used = 0;
        }
        return used + amount <= perSecond;
    }

    void take(long amount) {
        used += amount;
    }
}
