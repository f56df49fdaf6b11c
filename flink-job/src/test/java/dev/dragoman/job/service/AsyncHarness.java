package dev.dragoman.job.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** An asynchronous function in its operator, as in the job. */
public final class AsyncHarness<I, O> implements AutoCloseable {

    private static final int CAPACITY = 1_000;

    private final OneInputStreamOperatorTestHarness<I, O> harness;

    private AsyncHarness(OneInputStreamOperatorTestHarness<I, O> harness) {
        this.harness = harness;
    }

    /** Opens it. Its operator's timeout only counts processing time that {@link #passes} told it. */
    public static <I, O> AsyncHarness<I, O> open(
            AsyncFunction<I, O> function, TypeSerializer<I> in, Duration timeout, @Nullable OperatorSubtaskState state)
            throws Exception {
        OneInputStreamOperatorTestHarness<I, O> harness = new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        function, timeout.toMillis(), CAPACITY, AsyncDataStream.OutputMode.UNORDERED),
                in);
        harness.setup();
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        return new AsyncHarness<>(harness);
    }

    /** Puts a record in. */
    public AsyncHarness<I, O> put(I record) throws Exception {
        harness.processElement(record, 0);
        return this;
    }

    /** The operator's clock goes on. */
    public AsyncHarness<I, O> passes(Duration time) throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + time.toMillis());
        return this;
    }

    /** What is under way, as a checkpoint. */
    public OperatorSubtaskState checkpoint() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** Waits for all that is under way; everything that came out. */
    public List<O> drain() throws Exception {
        harness.endInput();
        return out();
    }

    /** What came out so far. */
    public List<O> out() {
        return new ArrayList<>(harness.extractOutputValues());
    }

    @Override
    public void close() {
        try {
            harness.close();
        } catch (Exception e) {
            throw new IllegalStateException("the operator did not close", e);
        }
    }
}
