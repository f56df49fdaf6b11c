package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StageMetricsTest {

    private final RegisteredMetrics registered = new RegisteredMetrics();
    private Instant now = Instant.ofEpochMilli(1_000_000);
    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void countsEveryCallOnceAsWellOrFailed() {
        // Given
        StageMetrics metrics = StageMetrics.of(registered, clock);

        // When
        long first = metrics.began();
        long second = metrics.began();
        metrics.repeated();
        metrics.ended(first, true);
        metrics.ended(second, false);

        // Then
        assertThat(registered.value("in")).isEqualTo(2L);
        assertThat(registered.value("out")).isEqualTo(1L);
        assertThat(registered.value("failed")).isEqualTo(1L);
        assertThat(registered.value("retried")).isEqualTo(1L);
        assertThat(registered.value("inFlight")).isEqualTo(0);
    }

    @Test
    void saysHowOldTheOldestCallUnderWayIs() {
        // Given
        StageMetrics metrics = StageMetrics.of(registered, clock);
        long first = metrics.began();
        pass(Duration.ofMillis(300));
        metrics.began();
        pass(Duration.ofMillis(200));

        // When, Then
        assertThat(registered.value("oldestMillis")).isEqualTo(500L);
        metrics.ended(first, true);
        assertThat(registered.value("oldestMillis")).isEqualTo(200L);
        assertThat(registered.value("tookP99Millis")).isEqualTo(500.0);
    }

    @Test
    void countsWhatCameThroughByLanguage() {
        // Given
        StageMetrics metrics = StageMetrics.of(registered, clock);

        // When
        metrics.came("es");
        metrics.came("ca");
        metrics.came("es");

        // Then
        assertThat(registered.value("language.es.out")).isEqualTo(2L);
        assertThat(registered.value("language.ca.out")).isEqualTo(1L);
    }

    @Test
    void agesAreThoseOfTheLastMinute() {
        // Given
        Ages ages = Ages.register(registered, "sinceSpoken", ticks());

        // When
        ages.add(9_000);
        pass(Duration.ofSeconds(61));
        for (int age = 1; age <= 100; age++) {
            ages.add(age);
        }

        // Then
        assertThat((Double) registered.value("sinceSpokenP50Millis")).isBetween(50.0, 51.0);
        assertThat((Double) registered.value("sinceSpokenP99Millis")).isBetween(99.0, 100.0);
    }

    @Test
    void anAgeThatClocksDisagreeAboutIsNotNegative() {
        // Given
        Ages ages = Ages.register(registered, "sinceSpoken", ticks());

        // When
        ages.add(-40);

        // Then
        assertThat(registered.value("sinceSpokenP50Millis")).isEqualTo(0.0);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private com.codahale.metrics.Clock ticks() {
        return new com.codahale.metrics.Clock() {
            @Override
            public long getTick() {
                return TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli());
            }
        };
    }
}
