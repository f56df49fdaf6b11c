package dev.dragoman.job.translate;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SpareTurns;
import dev.dragoman.job.service.StageMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Translates what is still being spoken, once and at once or not at all: throttled, slow, broken,
 * too long, or more than the main line leaves of Translate's rate, it does not come out, and no dead
 * letter is made. The next one is about to come. Runs beside the main line and never holds its input
 * up.
 */
public final class TranslatePartialsFunction extends RichAsyncFunction<Interpretation, Interpretation> {

    /** How many may be in the operator at once: more than are ever under way here. */
    public static final int CAPACITY = 2_000;

    /** After how long the operator may take one for lost. */
    public static final Duration OPERATOR_TIMEOUT = Duration.ofSeconds(5);

    private static final int MOST_UNDER_WAY = 200;

    /** What takes longer is overtaken by the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServiceFactory<Translator> factory;
    private final RateSettings rate;
    private final Clock clock;

    private transient @Nullable Opened opened;

    /** What there is from {@link #open} on. */
    private record Opened(
            Translator translator,
            SpareTurns turns,
            StageMetrics metrics,
            LongAdder withoutTurn,
            AtomicInteger underWay) {}

    /**
     * The function of a job.
     *
     * @param rate Translate's, of the main line
     */
    public TranslatePartialsFunction(ServiceFactory<Translator> factory, RateSettings rate) {
        this(factory, rate, Clock.systemUTC());
    }

    TranslatePartialsFunction(ServiceFactory<Translator> factory, RateSettings rate, Clock clock) {
        this.factory = factory;
        this.rate = rate;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        RuntimeContext runtime = getRuntimeContext();
        StageMetrics metrics = StageMetrics.of(runtime.getMetricGroup(), clock);
        opened = new Opened(
                factory.create(),
                SpareTurns.of(runtime, TranslateFunction.STAGE, rate),
                metrics,
                metrics.count("withoutTurn"),
                new AtomicInteger());
    }

    @Override
    public void asyncInvoke(Interpretation in, ResultFuture<Interpretation> out) {
        Opened open = opened;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        int bytes = in.utterance().text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Translator.MOST_BYTES) {
            out.complete(List.of());
            return;
        }
        if (open.underWay().get() >= MOST_UNDER_WAY || !open.turns().take()) {
            open.withoutTurn().increment();
            out.complete(List.of());
            return;
        }
        open.underWay().incrementAndGet();
        long startedMillis = open.metrics().began();
        var unused = translated(open.translator(), in)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((text, failure) -> {
                    open.underWay().decrementAndGet();
                    open.metrics().ended(startedMillis, failure == null);
                    if (failure != null
                            && Retry.asServiceException(failure).reason() == ServiceException.Reason.THROTTLED) {
                        open.turns().throttled();
                    }
                    out.complete(failure == null ? List.of(in.withText(text)) : List.of());
                });
    }

    private static CompletableFuture<String> translated(Translator translator, Interpretation in) {
        try {
            Session session = in.utterance().session();
            return translator.translate(
                    in.utterance().text(),
                    session.sourceLanguage(),
                    in.language(),
                    session.settings().translation());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void timeout(Interpretation in, ResultFuture<Interpretation> out) {
        out.complete(List.of());
    }

    @Override
    public void close() throws Exception {
        Opened open = opened;
        opened = null;
        if (open != null) {
            open.turns().close();
            open.translator().close();
        }
    }
}
