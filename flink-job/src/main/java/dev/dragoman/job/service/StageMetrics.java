package dev.dragoman.job.service;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What one sees of a stage with a service: calls begun, ended well, failed and repeated, how long they
 * took, how many are under way and how old the oldest is; how many wait for their turn, were throttled
 * or came too late to be asked for; and of what came through well, how long ago
 * it was spoken and in which language it is. In the group that Managed Service for Apache Flink
 * exports, as gauges: calls end on the service's threads, where Flink's counters may not be touched.
 * Safe for use by many threads.
 */
public final class StageMetrics {

    private final Clock clock;
    private final MetricGroup group;
    private final LongAdder in;
    private final LongAdder out;
    private final LongAdder failed;
    private final LongAdder retried;
    private final LongAdder throttled;
    private final LongAdder waiting;
    private final LongAdder notInTime;
    private final Ages took;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ConcurrentSkipListMap<Long, Integer> startsMillis = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> languages = new ConcurrentHashMap<>();

    private StageMetrics(MetricGroup group, Clock clock) {
        this.clock = clock;
        this.group = group;
        this.in = count("in");
        this.out = count("out");
        this.failed = count("failed");
        this.retried = count("retried");
        this.throttled = count("throttled");
        this.waiting = count("waitingForTurn");
        this.notInTime = count("notInTime");
        this.took = Ages.register(group, "took");
        group.gauge("inFlight", (Gauge<Integer>) inFlight::get);
        group.gauge("oldestMillis", (Gauge<Long>) this::oldestMillis);
    }

    /** The metrics of one subtask, registered. */
    public static StageMetrics of(MetricGroup operator, Clock clock) {
        return new StageMetrics(Exported.of(operator), clock);
    }

    /** One more figure of the same stage, from 0. */
    public LongAdder count(String name) {
        return count(group, name);
    }

    /** One more age of the same stage. */
    public Ages age(String name) {
        return Ages.register(group, name);
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

    /** The service throttled a call. */
    void throttled() {
        throttled.increment();
    }

    /** So many more wait for their turn, or fewer. */
    void waits(int more) {
        waiting.add(more);
    }

    /** Something was not asked for, because it could not have been heard in time. */
    void notInTime() {
        notInTime.increment();
    }

    /** A call that began then has ended. */
    public void ended(long startedMillis, boolean well) {
        inFlight.decrementAndGet();
        startsMillis.computeIfPresent(startedMillis, (start, calls) -> calls == 1 ? null : calls - 1);
        took.add(clock.millis() - startedMillis);
        (well ? out : failed).increment();
    }

    /** Something came through well in a language. */
    public void came(String language) {
        languages
                .computeIfAbsent(language, name -> count(group.addGroup("language", name), "out"))
                .increment();
    }

    private static LongAdder count(MetricGroup group, String name) {
        LongAdder count = new LongAdder();
        group.gauge(name, (Gauge<Long>) count::sum);
        return count;
    }

    private long oldestMillis() {
        var oldest = startsMillis.firstEntry();
        return oldest == null ? 0 : Math.max(0, clock.millis() - oldest.getKey());
    }
}
