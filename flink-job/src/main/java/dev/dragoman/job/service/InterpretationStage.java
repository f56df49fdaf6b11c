package dev.dragoman.job.service;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stage that adds one thing to an interpretation with the help of a service. Every record that
 * goes in comes out exactly once: with the thing, or failed with a dead letter that says why, or
 * untouched where the stage has nothing to add. It never throws and never blocks.
 *
 * <p>The service is asked within the account's limit; what would have to wait for so long that it
 * could not be heard in time is not asked for and ends as {@link #NOT_IN_TIME}.
 *
 * <p>Service slow or throttling: repeated within the bound, then failed. Service gone: the same. An
 * answer lost: asked again. After a restore the records that were under way are asked for again:
 * the stage's service must bear being asked twice. Records overtake each other.
 *
 * @param <S> the service
 */
public abstract class InterpretationStage<S extends AutoCloseable>
        extends RichAsyncFunction<Interpretation, Interpretation> {

    /** The code of what was not asked for, because it could not have been heard in time. */
    public static final String NOT_IN_TIME = "NOT_IN_TIME";

    private final String stage;
    private final String reason;
    private final ServiceFactory<S> factory;
    private final RetrySettings retry;
    private final @Nullable RateSettings rate;
    private final Clock clock;

    private transient @Nullable Opened<S> opened;

    /** What there is from {@link #open} on. */
    private record Opened<S>(S service, Turns turns, StageMetrics metrics, Ages sinceSpoken) {}

    /**
     * A stage.
     *
     * @param stage its name in dead letters
     * @param reason the code of its failures
     * @param rate how much the service may be asked by all subtasks, or null if that is no matter
     * @param clock the server's clock; must be serialisable, as the JDK's are
     */
    protected InterpretationStage(
            String stage,
            String reason,
            ServiceFactory<S> factory,
            RetrySettings retry,
            @Nullable RateSettings rate,
            Clock clock) {
        this.stage = stage;
        this.reason = reason;
        this.factory = factory;
        this.retry = retry;
        this.rate = rate;
        this.clock = clock;
    }

    /** What is counted of this stage, once it is open. */
    protected final StageMetrics metrics() {
        return opened().metrics();
    }

    private Opened<S> opened() {
        Opened<S> open = opened;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    /** Whether this stage has something to add. */
    protected abstract boolean concerns(Interpretation interpretation);

    /** Since when what this stage adds loses its worth: since it was spoken, for what is to be heard. */
    protected long worthSinceMillis(Utterance utterance, long nowMillis) {
        return utterance.spokenServerMillis();
    }

    /**
     * Whether the newest goes first when the rate is too low for a session, and ends what is older as
     * {@link #NOT_IN_TIME}: worth it for what is to be heard.
     */
    protected boolean newestFirst() {
        return false;
    }

    /** Whether a call failed for one utterance alone: another one with the same text may still be in time. */
    protected static boolean isNotInTime(Throwable failure) {
        return Retry.asServiceException(failure).reason() == ServiceException.Reason.NOT_IN_TIME;
    }

    /**
     * Adds it. May fail with a {@link ServiceException}.
     *
     * @param calls through which every call of the service goes
     */
    protected abstract CompletableFuture<Interpretation> add(S service, Calls calls, Interpretation interpretation);

    @Override
    public void open(OpenContext context) throws Exception {
        S service = factory.create();
        RuntimeContext runtime = getRuntimeContext();
        StageMetrics metrics = StageMetrics.of(runtime.getMetricGroup(), clock);
        Turns turns = rate == null
                ? Turns.unlimited()
                : RateLimit.join(
                        SpareTurns.limit(runtime, stage),
                        rate,
                        newestFirst(),
                        runtime.getTaskInfo().getNumberOfParallelSubtasks());
        opened = new Opened<>(service, turns, metrics, metrics.age("sinceSpoken"));
    }

    @Override
    public final void asyncInvoke(Interpretation in, ResultFuture<Interpretation> out) {
        Opened<S> open = opened();
        StageMetrics counted = open.metrics();
        if (in.failure() != null || !concerns(in)) {
            out.complete(List.of(in));
            return;
        }
        long startedMillis = counted.began();
        Calls calls = new Calls(retry, open.turns(), this::patienceMillis, counted, in);
        var unused = added(open.service(), calls, in).whenComplete((done, failure) -> {
            counted.ended(startedMillis, failure == null);
            if (failure == null) {
                counted.came(in.language());
                open.sinceSpoken().add(clock.millis() - in.utterance().spokenServerMillis());
                out.complete(List.of(done));
                return;
            }
            ServiceException why = Retry.asServiceException(failure);
            boolean late = isNotInTime(why);
            if (late) {
                counted.notInTime();
            }
            out.complete(List.of(failed(in, late ? NOT_IN_TIME : reason, why.getMessage())));
        });
    }

    private CompletableFuture<Interpretation> added(S with, Calls calls, Interpretation in) {
        try {
            return add(with, calls, in);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private long patienceMillis(Utterance utterance) {
        long now = clock.millis();
        return rate == null ? Long.MAX_VALUE : rate.patienceMillis(worthSinceMillis(utterance, now), now);
    }

    @Override
    public final void timeout(Interpretation in, ResultFuture<Interpretation> out) {
        out.complete(List.of(failed(in, reason, "the stage did not end in time")));
    }

    private Interpretation failed(Interpretation in, String code, @Nullable String detail) {
        return in.failed(new DeadLetter(
                stage,
                code,
                in.utterance().session().sessionId(),
                in.language() + "/" + in.utterance().mediaStartMillis(),
                String.valueOf(detail),
                clock.millis()));
    }

    @Override
    public void close() throws Exception {
        Opened<S> open = opened;
        opened = null;
        if (open != null) {
            open.turns().close();
            open.service().close();
        }
    }
}
