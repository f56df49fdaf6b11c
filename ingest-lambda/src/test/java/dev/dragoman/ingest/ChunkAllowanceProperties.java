package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What several instances let through together, whoever is asked when. */
class ChunkAllowanceProperties {

    private static final String SESSION = "golden-eagle-427";
    private static final Limits LIMITS = Limits.defaults();

    /** What an instance may keep to itself. */
    private static final int UNTOLD = LIMITS.chunksPerMinute() * 2 / 7 + 2 * ChunkAllowance.CHUNKS_AT_ONCE;

    @Property(tries = 300)
    void aSessionGetsItsLimitAndALittleForEachFurtherInstance(
            @ForAll @IntRange(min = 1, max = 5) int instances,
            @ForAll @IntRange(min = 0, max = 40) int mostMillisBetween,
            @ForAll long seed) {
        // Given
        Random random = new Random(seed);
        InMemoryLimitTable table = new InMemoryLimitTable();
        SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
        List<ChunkAllowance> allowances = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            Limiter limiter = new Limiter(
                    table, LIMITS, new KeyedHash(new byte[16]), new IngestMetrics(line -> {}, clock), clock);
            allowances.add(new ChunkAllowance(limiter, LIMITS, clock));
        }
        Instant end = clock.instant().plusSeconds(60);

        // When: a minute of chunks, more often to some instances than to others
        int taken = 0;
        for (int i = 0; i < 4_000; i++) {
            clock.goOn(Duration.ofMillis(random.nextInt(mostMillisBetween + 1)));
            if (!clock.instant().isBefore(end)) {
                break;
            }
            ChunkAllowance asked = allowances.get(Math.min(random.nextInt(instances), random.nextInt(instances)));
            taken += isTaken(asked) ? 1 : 0;
        }

        // Then
        assertThat(taken).isLessThanOrEqualTo(LIMITS.chunksPerMinute() + (instances - 1) * UNTOLD);
    }

    private static boolean isTaken(ChunkAllowance allowance) {
        try {
            allowance.take(SESSION, 1_000);
        } catch (RefusedException e) {
            return false;
        }
        allowance.settle(SESSION);
        return true;
    }
}
