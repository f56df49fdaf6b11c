package dev.dragoman.job.service;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stage that adds one thing to an interpretation with the help of a service. Every record that
 * goes in comes out exactly once: with the thing, or failed with a dead letter that says why, or
 * untouched where the stage has nothing to add. It never throws and never blocks.
 *
 * <p>Service slow or throttling: repeated within the bound, then failed. Service gone: the same. An
 * answer lost: asked again. After a restore the records that were under way are asked for again:
 * the stage's service must bear being asked twice. Records overtake each other.
 *
 * @param <S> the service
 */
public abstract class InterpretationStage<S extends AutoCloseable>
        extends RichAsyncFunction<Interpretation, Interpretation> {

    private final String stage;
    private final String reason;
    private final ServiceFactory<S> factory;
    private final RetrySettings retry;
    private final Clock clock;

    private transient @Nullable S service;
    private transient @Nullable StageMetrics metrics;
    private transient @Nullable Ages sinceSpoken;

    /**
     * A stage.
     *
     * @param stage its name in dead letters
     * @param reason the code of its failures
     * @param clock the server's clock; must be serialisable, as the JDK's are
     */
    protected InterpretationStage(
            String stage, String reason, ServiceFactory<S> factory, RetrySettings retry, Clock clock) {
        this.stage = stage;
        this.reason = reason;
        this.factory = factory;
        this.retry = retry;
        this.clock = clock;
    }

    /** Whether this stage has something to add. */
    protected abstract boolean concerns(Interpretation interpretation);

    /**
     * Adds it. May fail with a {@link ServiceException}; is called again if that is worth repeating.
     */
    protected abstract CompletableFuture<Interpretation> add(S service, Interpretation interpretation);

    @Override
    public void open(OpenContext context) throws Exception {
        service = factory.create();
        StageMetrics counted = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        metrics = counted;
        sinceSpoken = counted.age("sinceSpoken");
    }

    @Override
    public final void asyncInvoke(Interpretation in, ResultFuture<Interpretation> out) {
        S with = service;
        StageMetrics counted = metrics;
        Ages ages = sinceSpoken;
        if (with == null || counted == null || ages == null) {
            throw new IllegalStateException("not open");
        }
        if (in.failure() != null || !concerns(in)) {
            out.complete(List.of(in));
            return;
        }
        long startedMillis = counted.began();
        var unused = Retry.within(retry, () -> add(with, in), counted::repeated).whenComplete((done, failure) -> {
            counted.ended(startedMillis, failure == null);
            if (failure == null) {
                counted.came(in.language());
                ages.add(clock.millis() - in.utterance().spokenServerMillis());
            }
            out.complete(List.of(
                    failure == null
                            ? done
                            : failed(in, Retry.asServiceException(failure).getMessage())));
        });
    }

    @Override
    public final void timeout(Interpretation in, ResultFuture<Interpretation> out) {
        out.complete(List.of(failed(in, "the stage did not end in time")));
    }

    private Interpretation failed(Interpretation in, @Nullable String detail) {
        return in.failed(new DeadLetter(
                stage,
                reason,
                in.utterance().session().sessionId(),
                in.language() + "/" + in.utterance().mediaStartMillis(),
                String.valueOf(detail),
                clock.millis()));
    }

    @Override
    public void close() throws Exception {
        if (service != null) {
            service.close();
        }
    }
}
