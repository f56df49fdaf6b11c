package dev.dragoman.job.kinesis.source;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * Expects {@code key:0}, {@code key:1} … for each key, once and in order, by keyed state; and fails the
 * job when a test asks for it.
 */
final class InOrderOnce extends RichMapFunction<String, String> implements CheckpointListener {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Findings> FINDINGS = new ConcurrentHashMap<>();

    /** What the tests see of a job. */
    static final class Findings {
        /** The last number in the state of each key. */
        final Map<String, Long> last = new ConcurrentHashMap<>();

        final Queue<String> violations = new ConcurrentLinkedQueue<>();
        final AtomicInteger checkpoints = new AtomicInteger();
        final AtomicInteger failures = new AtomicInteger();
        final AtomicBoolean fail = new AtomicBoolean();

        long seen() {
            return last.values().stream().mapToLong(number -> number + 1).sum();
        }
    }

    private final String test;
    private transient ValueState<Long> last;

    InOrderOnce(String test) {
        this.test = test;
        FINDINGS.putIfAbsent(test, new Findings());
    }

    static Findings findings(String test) {
        return FINDINGS.get(test);
    }

    static String key(String record) {
        return record.substring(0, record.indexOf(':'));
    }

    @Override
    public void open(OpenContext context) {
        last = getRuntimeContext().getState(new ValueStateDescriptor<>("last", Long.class));
    }

    @Override
    public String map(String record) throws Exception {
        Findings findings = findings(test);
        if (findings.fail.compareAndSet(true, false)) {
            findings.failures.incrementAndGet();
            throw new IllegalStateException("asked to fail");
        }
        long number = Long.parseLong(record.substring(record.indexOf(':') + 1));
        long expected = last.value() == null ? 0 : last.value() + 1;
        if (number != expected) {
            findings.violations.add(record + " where " + expected + " was expected");
        }
        last.update(number);
        findings.last.put(key(record), number);
        return record;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        findings(test).checkpoints.incrementAndGet();
    }
}
