package dev.dragoman.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void whatFillsUpOnceIsFlat() {
        // Given, when
        Growth growth = Growth.of(List.of(1.0, 50.0, 100.0, 101.0, 99.0, 100.0, 100.0, 101.0, 99.0), 0.1, 0);

        // Then
        assertThat(growth.isFlat()).isTrue();
        assertThat(growth.rise()).isCloseTo(0, within(2.0));
    }

    @Test
    void whatRisesSteadilyGrows() {
        // Given, when
        Growth growth = Growth.of(List.of(10.0, 20.0, 30.0, 40.0, 50.0, 60.0), 0.1, 5);

        // Then
        assertThat(growth.rise()).isCloseTo(30, within(0.001));
        assertThat(growth.isFlat()).isFalse();
    }

    @Test
    void whatFallsIsFlat() {
        assertThat(Growth.of(List.of(60.0, 50.0, 40.0, 30.0), 0, 0).isFlat()).isTrue();
    }

    @Test
    void oneSampleSaysNothing() {
        assertThat(Growth.of(List.of(7.0), 0, 0).rise()).isZero();
    }
}
