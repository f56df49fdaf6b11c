package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.RegisteredMetrics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderMetricsTest {

    private static final OrderSettings SETTINGS = OrderSettings.defaults();

    private final RegisteredMetrics registered = new RegisteredMetrics();
    private final OrderMetrics metrics =
            new OrderMetrics(registered, Clock.fixed(Instant.ofEpochMilli(60_000), ZoneOffset.UTC));

    @Test
    void countsWhatIsTakenToldAndSkippedByReason() {
        // When
        metrics.taken();
        metrics.told();
        metrics.told();
        metrics.skipped("LATE");
        metrics.skipped("NO_VOICE");
        metrics.skipped("LATE");

        // Then
        assertThat(registered.value("in")).isEqualTo(1L);
        assertThat(registered.value("out")).isEqualTo(2L);
        assertThat(registered.value("reason.LATE.skipped")).isEqualTo(2L);
        assertThat(registered.value("reason.NO_VOICE.skipped")).isEqualTo(1L);
    }

    @Test
    void saysHowMuchIsWaitedForAndForHowLong() {
        // Given: nothing yet
        assertThat(registered.value("oldestMillis")).isEqualTo(0L);

        // When: one session waits for two, another for one
        metrics.keeps("one", promisedAt(58_000, 59_000), SETTINGS);
        metrics.keeps("other", promisedAt(57_500), SETTINGS);

        // Then
        assertThat(registered.value("waiting")).isEqualTo(3);
        assertThat(registered.value("oldestMillis")).isEqualTo(2_500L);

        // When
        metrics.keeps("other", promisedAt(), SETTINGS);

        // Then
        assertThat(registered.value("waiting")).isEqualTo(2);
        assertThat(registered.value("oldestMillis")).isEqualTo(2_000L);
    }

    private static Progress promisedAt(long... millis) {
        List<Progress.Awaited> awaited = Arrays.stream(millis)
                .mapToObj(at -> new Progress.Awaited(
                        0, "es", 0, 1, at + SETTINGS.patience().toMillis(), false))
                .toList();
        return new Progress(1, List.of(), awaited, List.of(), Map.of(), Map.of(), null, Progress.NOT_OVER);
    }
}
