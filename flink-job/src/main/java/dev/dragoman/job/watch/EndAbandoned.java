package dev.dragoman.job.watch;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ends abandoned sessions. What comes out are dead letters, one for each that could not be ended
 * within the bound; it comes again after another grace time.
 */
public final class EndAbandoned extends RichAsyncFunction<Abandoned, DeadLetter> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "end-abandoned";

    /** The code of its failures. */
    public static final String REASON = "NOT_ENDED";

    /** How many may be under way at once. */
    public static final int CAPACITY = 500;

    private static final RetrySettings RETRY = RetrySettings.within(Duration.ofSeconds(10));

    private final ServiceFactory<SessionEnder> enders;
    private final Clock clock;

    private transient @Nullable SessionEnder ender;
    private transient @Nullable StageMetrics metrics;

    /** The function of a job. */
    public EndAbandoned(ServiceFactory<SessionEnder> enders) {
        this(enders, Clock.systemUTC());
    }

    EndAbandoned(ServiceFactory<SessionEnder> enders, Clock clock) {
        this.enders = enders;
        this.clock = clock;
    }

    /** After how long the operator may take one for lost. */
    public static Duration operatorTimeout() {
        return RETRY.operatorTimeout();
    }

    @Override
    public void open(OpenContext context) {
        ender = enders.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
    }

    @Override
    public void asyncInvoke(Abandoned session, ResultFuture<DeadLetter> out) {
        SessionEnder ends = ender;
        StageMetrics counted = metrics;
        if (ends == null || counted == null) {
            throw new IllegalStateException("not open");
        }
        long startedMillis = counted.began();
        var unused = Retry.within(RETRY, () -> ends.end(session.sessionId()), counted::repeated)
                .whenComplete((ended, failure) -> {
                    counted.ended(startedMillis, failure == null);
                    out.complete(
                            failure == null
                                    ? List.of()
                                    : List.of(letter(
                                            session,
                                            String.valueOf(Retry.asServiceException(failure)
                                                    .getMessage()))));
                });
    }

    private DeadLetter letter(Abandoned session, String detail) {
        return new DeadLetter(STAGE, REASON, session.sessionId(), session.sessionId(), detail, clock.millis());
    }

    @Override
    public void timeout(Abandoned session, ResultFuture<DeadLetter> out) {
        out.complete(List.of(letter(session, "the stage did not end in time")));
    }

    @Override
    public void close() {
        if (ender != null) {
            ender.close();
        }
    }
}
