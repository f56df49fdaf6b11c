package dev.dragoman.job.kinesis.source.config;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.flink.configuration.ReadableConfig;

/**
 * How long to wait after failures in a row: doubles from {@code min} to {@code max}, and is drawn
 * between half of that and all of it, so that many who failed together don't return together.
 *
 * @param min the longest wait after the first failure
 * @param max the longest wait of all
 */
public record Backoff(Duration min, Duration max) {

    /** As configured. */
    public static Backoff of(ReadableConfig config) {
        return new Backoff(
                config.get(AWSConfigOptions.RETRY_STRATEGY_MIN_DELAY_OPTION),
                config.get(AWSConfigOptions.RETRY_STRATEGY_MAX_DELAY_OPTION));
    }

    /**
     * The next wait in nanoseconds.
     *
     * @param failures failures in a row, from 1
     */
    public long nanos(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 20);
        long ceiling = (long) Math.min((double) max.toNanos(), (double) min.toNanos() * (1 << doublings));
        return ceiling - (long) (random.nextDouble() * (ceiling / 2.0));
    }
}
