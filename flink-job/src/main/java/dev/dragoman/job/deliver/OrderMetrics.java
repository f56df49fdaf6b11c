package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Exported;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What one sees of the order of delivery, in the group that Managed Service for Apache Flink exports:
 * records taken, messages told, interpretations skipped by reason, how many are promised and not there
 * yet, and how long the oldest of them has been. Only the task's thread counts; what is waited for
 * begins anew with the subtask, and is complete once each session has had a record or a timer.
 */
final class OrderMetrics {

    private final MetricGroup group;
    private final Counter in;
    private final Counter out;
    private final Map<String, Counter> skipped = new HashMap<>();

    /** By session. Changed by the task's thread, looked at by whoever reports metrics. */
    private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();

    private record Backlog(int waiting, long sinceMillis) {}

    OrderMetrics(MetricGroup operator, Clock clock) {
        group = Exported.of(operator);
        in = group.counter("in");
        out = group.counter("out");
        group.gauge("waiting", (Gauge<Integer>)
                () -> backlogs.values().stream().mapToInt(Backlog::waiting).sum());
        group.gauge("oldestMillis", (Gauge<Long>) () -> oldestMillis(clock.millis()));
    }

    private long oldestMillis(long nowMillis) {
        return backlogs.values().stream()
                .mapToLong(one -> Math.max(0, nowMillis - one.sinceMillis()))
                .max()
                .orElse(0);
    }

    void taken() {
        in.inc();
    }

    void told() {
        out.inc();
    }

    void skipped(String reason) {
        skipped.computeIfAbsent(reason, name -> group.addGroup("reason", name).counter("skipped"))
                .inc();
    }

    /** A session got so far. */
    void keeps(String sessionId, Progress progress, OrderSettings settings) {
        if (progress.awaited().isEmpty()) {
            backlogs.remove(sessionId);
            return;
        }
        long until = progress.awaited().stream()
                .mapToLong(Progress.Awaited::untilMillis)
                .min()
                .orElseThrow();
        backlogs.put(
                sessionId,
                new Backlog(
                        progress.awaited().size(), until - settings.patience().toMillis()));
    }
}
