package dev.dragoman.job.kinesis.source.enumerator;

import dev.dragoman.job.kinesis.source.split.KinesisShardSplit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Flink's side of the enumerator, without threads: calls wait until the test runs them. */
final class TestEnumeratorContext implements SplitEnumeratorContext<KinesisShardSplit> {

    private final int parallelism;
    private final Map<Integer, ReaderInfo> readers = new TreeMap<>();
    private final Deque<Runnable> once = new ArrayDeque<>();
    private final List<Runnable> periodic = new ArrayList<>();

    /** All that was sent to each reader, in order: splits and events. */
    final Map<Integer, List<Object>> sent = new HashMap<>();

    TestEnumeratorContext(int parallelism) {
        this.parallelism = parallelism;
    }

    void register(int subtask, KinesisShardSplit... reported) {
        readers.put(subtask, ReaderInfo.createReaderInfo(subtask, "here", List.of(reported)));
    }

    void unregister(int subtask) {
        readers.remove(subtask);
    }

    /** Runs the first of what was asked once. */
    void runCall() {
        once.remove().run();
    }

    /** Runs what was asked once, until nothing is left. */
    void runCalls() {
        for (Runnable call = once.poll(); call != null; call = once.poll()) {
            call.run();
        }
    }

    /** Lets the interval of periodic calls pass once. */
    void runPeriodicCalls() {
        List.copyOf(periodic).forEach(Runnable::run);
        runCalls();
    }

    List<Object> takeSent(int subtask) {
        List<Object> all = sent.remove(subtask);
        return all == null ? List.of() : all;
    }

    private void send(int subtask, Object what) {
        if (!readers.containsKey(subtask)) {
            throw new IllegalStateException("reader " + subtask + " is not there");
        }
        sent.computeIfAbsent(subtask, id -> new ArrayList<>()).add(what);
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtaskId, SourceEvent event) {
        send(subtaskId, event);
    }

    @Override
    public int currentParallelism() {
        return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<KinesisShardSplit> assignment) {
        assignment.assignment().forEach((subtask, splits) -> splits.forEach(split -> send(subtask, split)));
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        throw new AssertionError("a stream has no end");
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        once.add(() -> run(callable, handler));
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelayMillis, long periodMillis) {
        periodic.add(() -> run(callable, handler));
        if (initialDelayMillis == 0) {
            callAsync(callable, handler);
        }
    }

    private static <T> void run(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        T result;
        try {
            result = callable.call();
        } catch (Exception e) {
            handler.accept(null, e);
            return;
        }
        handler.accept(result, null);
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        runnable.run();
    }
}
