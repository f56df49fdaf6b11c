package dev.dragoman.job.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Looks who is connected. A look that fails or takes longer than {@link #PATIENCE} shows nothing: the
 * next one comes soon, and a session is never taken for abandoned because nobody could look.
 *
 * <p>A look costs as much as there are listeners: with more than {@link #OFTEN} of them a session is
 * looked at more rarely, in proportion.
 */
public final class LookFunction extends RichAsyncFunction<Look, Seen> {

    /** How many looks may be under way at once. */
    public static final int CAPACITY = 2_000;

    /** After how long the operator may take one for lost. */
    public static final Duration OPERATOR_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** With so many connections every look is taken; with twice as many every second one. */
    private static final int OFTEN = 2_000;

    private static final int REMEMBERED_SESSIONS = 20_000;

    private final ServiceFactory<Attendance> attendances;
    private final Clock clock;

    private transient @Nullable Attendance attendance;
    private transient @Nullable StageMetrics metrics;

    /** How many looks at a session to leave out yet. */
    private transient @Nullable Cache<String, Integer> leftOut;

    /** The function of a job. */
    public LookFunction(ServiceFactory<Attendance> attendances) {
        this(attendances, Clock.systemUTC());
    }

    LookFunction(ServiceFactory<Attendance> attendances, Clock clock) {
        this.attendances = attendances;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        attendance = attendances.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        leftOut = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_SESSIONS)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void asyncInvoke(Look look, ResultFuture<Seen> out) {
        Attendance asked = attendance;
        StageMetrics counted = metrics;
        Cache<String, Integer> left = leftOut;
        if (asked == null || counted == null || left == null) {
            throw new IllegalStateException("not open");
        }
        if (left.asMap().computeIfPresent(look.sessionId(), (session, more) -> more > 1 ? more - 1 : null) != null) {
            out.complete(List.of());
            return;
        }
        long startedMillis = counted.began();
        var unused = asked.of(look.sessionId())
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((present, failure) -> {
                    counted.ended(startedMillis, failure == null);
                    if (failure != null) {
                        out.complete(List.of());
                        return;
                    }
                    if (present.connections() >= 2 * OFTEN) {
                        left.put(look.sessionId(), present.connections() / OFTEN);
                    }
                    out.complete(List.of(new Seen(
                            look.sessionId(),
                            look.phase(),
                            present.listeners(),
                            present.speaker(),
                            look.audioMillis())));
                });
    }

    @Override
    public void timeout(Look look, ResultFuture<Seen> out) {
        out.complete(List.of());
    }

    @Override
    public void close() {
        if (attendance != null) {
            attendance.close();
        }
    }
}
