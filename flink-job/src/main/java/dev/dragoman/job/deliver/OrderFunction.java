package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import java.time.Clock;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The order of delivery as an operator, keyed by session: see {@link DeliveryOrder} for what it
 * guarantees. The main output is what is to be told, in order for each session; failures that
 * interpretations carry, and what is given up here, go to {@link #DEAD_LETTERS} once each.
 *
 * <p>Takes, in any order: the announcements, the interpretations that have a text ({@code
 * translate}), and the same again complete ({@code store}). With the complete ones alone captions
 * come later, and everything else is the same.
 *
 * <p>All state is {@link Progress}, keyed. After a restore it goes on where the checkpoint was;
 * patience begins anew. When a session is over its state is kept for ten minutes, so that
 * stragglers tell nobody anything, and then cleared; a session that never ends is forgotten a day
 * after its last words.
 */
public final class OrderFunction extends KeyedProcessFunction<String, Interpretation, Notification> {

    /** Where the dead letters of all stages since recognition come out. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

    /** Longer than anything stays under way. */
    private static final Duration KEPT_WHEN_OVER = Duration.ofMinutes(10);

    /** As long as everything in S3 lives. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final OrderSettings settings;

    private transient @Nullable ValueState<Progress> state;
    private transient @Nullable OrderMetrics metrics;

    /** When this subtask saw its first record or timer, by the server's clock. */
    private transient @Nullable Long openedMillis;

    /** The function of a job. */
    public OrderFunction(OrderSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Progress> progress = new ValueStateDescriptor<>("progress", Progress.class);
        progress.enableTimeToLive(StateTtlConfig.newBuilder(FORGOTTEN)
                .cleanupInRocksdbCompactFilter(1_000)
                .build());
        state = getRuntimeContext().getState(progress);
        metrics = new OrderMetrics(getRuntimeContext().getMetricGroup(), Clock.systemUTC());
    }

    @Override
    public void processElement(Interpretation in, Context context, Collector<Notification> out) throws Exception {
        metrics().taken();
        DeliveryOrder order = order(context, out);
        order.take(in, context.timerService().currentProcessingTime());
        keep(order, context);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Notification> out) throws Exception {
        Progress progress = state().value();
        if (progress == null) {
            return;
        }
        if (progress.isOver()) {
            if (timestamp >= progress.overMillis() + KEPT_WHEN_OVER.toMillis()) {
                state().clear();
            }
            return;
        }
        DeliveryOrder order = order(context, out);
        order.wake(context.timerService().currentProcessingTime());
        keep(order, context);
    }

    private DeliveryOrder order(Context context, Collector<Notification> out) throws Exception {
        long nowMillis = context.timerService().currentProcessingTime();
        Long before = openedMillis;
        long since = before == null ? nowMillis : before;
        openedMillis = since;
        Progress progress = state().value();
        return new DeliveryOrder(
                context.getCurrentKey(), progress == null ? Progress.none() : progress, settings, since, new Outbox() {
                    @Override
                    public void tell(Notification notification) {
                        metrics().told();
                        out.collect(notification);
                    }

                    @Override
                    public void skipped(String reason) {
                        metrics().skipped(reason);
                    }

                    @Override
                    public void bury(DeadLetter letter) {
                        context.output(DEAD_LETTERS, letter);
                    }
                });
    }

    private void keep(DeliveryOrder order, Context context) throws Exception {
        Progress progress = order.progress();
        TimerService timers = context.timerService();
        state().update(progress);
        metrics().keeps(context.getCurrentKey(), progress, settings);
        if (progress.isOver()) {
            timers.registerProcessingTimeTimer(progress.overMillis() + KEPT_WHEN_OVER.toMillis());
        } else {
            order.nextWakeMillis().ifPresent(timers::registerProcessingTimeTimer);
        }
    }

    private OrderMetrics metrics() {
        OrderMetrics opened = metrics;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private ValueState<Progress> state() {
        ValueState<Progress> opened = state;
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }
}
