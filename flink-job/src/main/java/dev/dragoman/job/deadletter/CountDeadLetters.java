package dev.dragoman.job.deadletter;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.service.Exported;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Counts dead letters by stage and reason, and passes them on. Counts begin anew with the subtask. */
public final class CountDeadLetters extends RichMapFunction<DeadLetter, DeadLetter> {

    private transient @Nullable MetricGroup group;
    private transient @Nullable Map<String, Counter> counters;

    @Override
    public void open(OpenContext context) {
        group = Exported.of(getRuntimeContext().getMetricGroup());
        counters = new HashMap<>();
    }

    @Override
    public DeadLetter map(DeadLetter letter) {
        Map<String, Counter> known = counters;
        MetricGroup all = group;
        if (known == null || all == null) {
            throw new IllegalStateException("not open");
        }
        known.computeIfAbsent(
                        letter.stage() + " " + letter.reason(),
                        name -> all.addGroup("stage", letter.stage())
                                .addGroup("reason", letter.reason())
                                .counter("deadLetters"))
                .inc();
        return letter;
    }
}
