package dev.dragoman.job.service;

import java.time.Clock;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What one sees of a stage with a service: calls begun, ended well, failed and repeated, how many
 * are under way and how old the oldest is. In the group that Managed Service for Apache Flink
 * exports, as gauges: calls end on the service's threads, where Flink's counters may not be
 * touched. Safe for use by many threads.
 */
public final class StageMetrics {

    /** The only group of custom metrics that Managed Service for Apache Flink sends to CloudWatch. */
    private static final String EXPORTED_GROUP = "kinesisanalytics";

    private final Clock clock;
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ConcurrentSkipListMap<Long, Integer> startsMillis = new ConcurrentSkipListMap<>();

    private StageMetrics(Clock clock) {
        this.clock = clock;
    }

    /** The metrics of one subtask, registered. */
    public static StageMetrics of(MetricGroup operator, Clock clock) {
        StageMetrics metrics = new StageMetrics(clock);
        MetricGroup group = operator.addGroup(EXPORTED_GROUP);
        group.gauge("in", (Gauge<Long>) metrics.in::sum);
        group.gauge("out", (Gauge<Long>) metrics.out::sum);
        group.gauge("failed", (Gauge<Long>) metrics.failed::sum);
        group.gauge("retried", (Gauge<Long>) metrics.retried::sum);
        group.gauge("inFlight", (Gauge<Integer>) metrics.inFlight::get);
        group.gauge("oldestMillis", (Gauge<Long>) metrics::oldestMillis);
        return metrics;
    }

    /** A call begins. Its start is to be given back when it ends. */
    public long began() {
        in.increment();
        inFlight.incrementAndGet();
        long now = clock.millis();
        startsMillis.merge(now, 1, Integer::sum);
        return now;
    }

    /** A call is repeated. */
    public void repeated() {
        retried.increment();
    }

    /** A call that began then has ended. */
    public void ended(long startedMillis, boolean well) {
        inFlight.decrementAndGet();
        startsMillis.computeIfPresent(startedMillis, (start, calls) -> calls == 1 ? null : calls - 1);
        (well ? out : failed).increment();
    }

    private long oldestMillis() {
        var oldest = startsMillis.firstEntry();
        return oldest == null ? 0 : Math.max(0, clock.millis() - oldest.getKey());
    }
}
