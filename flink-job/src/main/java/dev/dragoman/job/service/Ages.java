package dev.dragoman.job.service;

import com.codahale.metrics.Clock;
import com.codahale.metrics.SlidingTimeWindowArrayReservoir;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How old things were that got to a place in the last minute: the median and the 99th percentile, in
 * milliseconds, 0 when nothing came. As gauges, for histograms do not leave Managed Service for
 * Apache Flink. Safe for use by many threads.
 */
public final class Ages {

    private static final double MEDIAN = 0.5;
    private static final double P99 = 0.99;

    private final SlidingTimeWindowArrayReservoir lastMinute;

    private Ages(Clock clock) {
        lastMinute = new SlidingTimeWindowArrayReservoir(1, TimeUnit.MINUTES, clock);
    }

    /**
     * Registers {@code <name>P50Millis} and {@code <name>P99Millis}.
     *
     * @param group an exported one
     */
    public static Ages register(MetricGroup group, String name) {
        return register(group, name, Clock.defaultClock());
    }

    static Ages register(MetricGroup group, String name, Clock clock) {
        Ages ages = new Ages(clock);
        group.gauge(name + "P50Millis", (Gauge<Double>) () -> ages.quantile(MEDIAN));
        group.gauge(name + "P99Millis", (Gauge<Double>) () -> ages.quantile(P99));
        return ages;
    }

    /** Something got there. Clocks of two machines may differ: what seems younger than new is new. */
    public void add(long millis) {
        lastMinute.update(Math.max(0, millis));
    }

    private double quantile(double quantile) {
        return lastMinute.getSnapshot().getValue(quantile);
    }
}
