package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RateLimitProperties {

    /** How much earlier or later than another a call may arrive at the service. */
    private static final long JITTER_MILLIS = 20;

    @Property(tries = 200)
    void anAccountWithTheSameLimitNeverThrottles(
            @ForAll @DoubleRange(min = 0.5, max = 40) double perSecond,
            @ForAll @IntRange(min = 2, max = 20) int burst,
            @ForAll @IntRange(min = 1, max = 4) int subtasks,
            @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 2_000) Integer> pauses,
            @ForAll @Size(80) List<@IntRange(max = 20) Integer> jitter) {
        // Given: an account that refills at the rate up to the burst
        ManualTime time = new ManualTime();
        RateLimit limit = new RateLimit(
                new RateSettings(perSecond, burst, Duration.ofMinutes(5)), false, subtasks, time::nanos, time::after);
        List<Turns> members = new ArrayList<>();
        for (int i = 0; i < subtasks; i++) {
            members.add(limit.join());
        }
        List<Long> calls = new ArrayList<>();

        // When: calls come in any rhythm, and arrive a little early or late
        for (int i = 0; i < pauses.size(); i++) {
            var unused = members.get(i % subtasks)
                    .turn("session-" + i % 3, "es", i, 300_000)
                    .thenRun(() -> calls.add(time.millis() + jitter.get(calls.size() % jitter.size())));
            time.passes(pauses.get(i) % 3 == 0 ? pauses.get(i) : 0);
        }
        time.passes(300_000);

        // Then: in no stretch of time were there more
        assertThat(calls).hasSize(pauses.size());
        calls.sort(null);
        for (int from = 0; from < calls.size(); from++) {
            for (int to = from; to < calls.size(); to++) {
                double seconds = (calls.get(to) - calls.get(from) + 1) / 1e3;
                double allowed = burst + perSecond * seconds;
                assertThat(to - from + 1.0).isLessThanOrEqualTo(allowed + perSecond * JITTER_MILLIS / 1e3);
            }
        }
    }

    @Property(tries = 100)
    void sessionsThatAlwaysWantMoreGetTheSame(
            @ForAll @IntRange(min = 1, max = 12) int sessions,
            @ForAll @IntRange(min = 1, max = 50) int perSecond,
            @ForAll @IntRange(min = 1, max = 30) int seconds) {
        // Given
        ManualTime time = new ManualTime();
        RateLimit limit = new RateLimit(
                new RateSettings(perSecond, 1, Duration.ofMinutes(10)), false, 1, time::nanos, time::after);
        Turns member = limit.join();
        var first = member.turn("whoever was here before", "es", 0, 600_000);
        assertThat(first).isCompleted();
        Map<String, Integer> had = new HashMap<>();
        for (int session = 0; session < sessions; session++) {
            String id = "session-" + session;
            had.put(id, 0);
            for (int i = 0; i < Math.min(seconds * perSecond + 1, 10_000 / sessions); i++) {
                var unused = member.turn(id, "es", i, 600_000).thenRun(() -> had.merge(id, 1, Integer::sum));
            }
        }

        // When
        time.passes(seconds * 1_000L);

        // Then
        int most = had.values().stream().max(Integer::compare).orElseThrow();
        int least = had.values().stream().min(Integer::compare).orElseThrow();
        assertThat(most - least).as("%s", had).isLessThanOrEqualTo(1);
    }
}
