package dev.dragoman.job.kinesis.source;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Notes what time does after the source: an event-time timer for each record, and records that come late. */
final class Timeline extends KeyedProcessFunction<String, String, String> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();

    /** What the tests see of a job. */
    static final class Seen {
        final Queue<String> records = new ConcurrentLinkedQueue<>();
        final Queue<String> late = new ConcurrentLinkedQueue<>();
        final Queue<Long> fired = new ConcurrentLinkedQueue<>();
    }

    private final String test;

    Timeline(String test) {
        this.test = test;
        SEEN.put(test, new Seen());
    }

    static Seen seen(String test) {
        return SEEN.get(test);
    }

    @Override
    public void processElement(String record, Context context, Collector<String> out) {
        Seen seen = seen(test);
        seen.records.add(record);
        long watermark = context.timerService().currentWatermark();
        if (context.timestamp() <= watermark) {
            seen.late.add(record + " when it was " + watermark);
        }
        context.timerService().registerEventTimeTimer(context.timestamp());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
        seen(test).fired.add(timestamp);
    }
}
