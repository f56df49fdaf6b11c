package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a table of limits; run against the fake here and against DynamoDB's endpoints elsewhere. */
abstract class LimitTableContract {

    /** An empty table for each test. */
    abstract LimitTable table();

    @Test
    void countsFromNothingByName() throws Exception {
        // When
        long first = table().add("joins#a#0", 1, 100);
        long second = table().add("joins#a#0", 16, 100);
        long other = table().add("joins#b#0", 1, 100);

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(17);
        assertThat(other).isEqualTo(1);
    }

    @Test
    void countsBytesBesideAndForgetsInTime() throws Exception {
        // When
        LimitTable.Sum first = table().addSized("chunks#a#0", 2, 300, 100);
        LimitTable.Sum second = table().addSized("chunks#a#0", 16, 4_000, 100);

        // Then
        assertThat(first).isEqualTo(new LimitTable.Sum(2, 300));
        assertThat(second).isEqualTo(new LimitTable.Sum(18, 4_300));
        assertThat(table().isThere("chunks#a#0", 99)).isTrue();
        assertThat(table().isThere("chunks#a#0", 100)).isFalse();
        assertThat(table().isThere("chunks#b#0", 0)).isFalse();
    }

    @Test
    void takesBackWhatDidNotCount() throws Exception {
        // Given
        table().add("guesses#a#0", 1, 100);

        // When
        long count = table().add("guesses#a#0", -1, 100);

        // Then
        assertThat(count).isZero();
    }

    @Test
    void losesNothingWhenManyCountAtOnce() throws Exception {
        // Given
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> additions = IntStream.range(0, 32)
                    .<Callable<Long>>mapToObj(i -> () -> table().add("joins#a#0", 1, 100))
                    .toList();

            // When
            List<Long> counts = new ArrayList<>();
            for (Future<Long> addition : threads.invokeAll(additions)) {
                counts.add(addition.get());
            }

            // Then
            assertThat(counts)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 32).mapToObj(Long::valueOf).toList());
        } finally {
            threads.shutdownNow();
        }
    }
}
