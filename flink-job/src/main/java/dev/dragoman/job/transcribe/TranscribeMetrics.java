package dev.dragoman.job.transcribe;

import dev.dragoman.job.service.Ages;
import dev.dragoman.job.service.Exported;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What one sees of recognition, in the group that Managed Service for Apache Flink exports. Only the
 * task's thread counts.
 */
final class TranscribeMetrics {

    private final Counter in;
    private final Counter partials;
    private final Counter out;
    private final Counter cuts;
    private final Counter opened;
    private final Counter failed;
    private final Counter throttled;
    private final Counter deadLetters;
    private final Ages sinceSpoken;
    private final Ages partialSinceSpoken;
    private final MetricGroup group;

    TranscribeMetrics(MetricGroup operator) {
        this.group = Exported.of(operator);
        this.in = group.counter("in");
        this.partials = group.counter("partials");
        this.out = group.counter("out");
        this.cuts = group.counter("cuts");
        this.opened = group.counter("streamsOpened");
        this.failed = group.counter("failed");
        this.throttled = group.counter("throttled");
        this.deadLetters = group.counter("deadLetters");
        this.sinceSpoken = Ages.register(group, "sinceSpoken");
        this.partialSinceSpoken = Ages.register(group, "partialSinceSpoken");
    }

    /** Streams open, sessions waiting for one, and the most audio that any session has waiting. */
    void watch(IntSupplier streams, IntSupplier waiting, DoubleSupplier pendingSeconds) {
        group.gauge("inFlight", (Gauge<Integer>) streams::getAsInt);
        group.gauge("waitingForStream", (Gauge<Integer>) waiting::getAsInt);
        group.gauge("oldestPendingSeconds", (Gauge<Double>) pendingSeconds::getAsDouble);
    }

    void received() {
        in.inc();
    }

    void partial(long sinceSpokenMillis) {
        partials.inc();
        partialSinceSpoken.add(sinceSpokenMillis);
    }

    void uttered(long sinceSpokenMillis) {
        out.inc();
        sinceSpoken.add(sinceSpokenMillis);
    }

    void cut() {
        cuts.inc();
    }

    void streamOpened() {
        opened.inc();
    }

    void failed(StreamEvent.Cause cause) {
        failed.inc();
        if (cause == StreamEvent.Cause.THROTTLED) {
            throttled.inc();
        }
    }

    void deadLetter() {
        deadLetters.inc();
    }
}
