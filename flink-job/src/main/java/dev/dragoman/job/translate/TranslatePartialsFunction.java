package dev.dragoman.job.translate;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.StageMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Translates what is still being spoken, once and at once or not at all: throttled, slow, broken,
 * too long, or too much under way, it does not come out, and no dead letter is made. The next one is
 * about to come. Runs beside the main line, with calls of its own, and never holds its input up.
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
    private final Clock clock;

    private transient @Nullable Translator translator;
    private transient @Nullable StageMetrics metrics;
    private transient @Nullable AtomicInteger underWay;

    /** The function of a job. */
    public TranslatePartialsFunction(ServiceFactory<Translator> factory) {
        this(factory, Clock.systemUTC());
    }

    TranslatePartialsFunction(ServiceFactory<Translator> factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        translator = factory.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        underWay = new AtomicInteger();
    }

    @Override
    public void asyncInvoke(Interpretation in, ResultFuture<Interpretation> out) {
        StageMetrics counted = metrics;
        AtomicInteger calls = underWay;
        if (counted == null || calls == null) {
            throw new IllegalStateException("not open");
        }
        int bytes = in.utterance().text().getBytes(StandardCharsets.UTF_8).length;
        if (calls.get() >= MOST_UNDER_WAY || bytes > Translator.MOST_BYTES) {
            out.complete(List.of());
            return;
        }
        calls.incrementAndGet();
        long startedMillis = counted.began();
        var unused = translated(in)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((text, failure) -> {
                    calls.decrementAndGet();
                    counted.ended(startedMillis, failure == null);
                    out.complete(failure == null ? List.of(in.withText(text)) : List.of());
                });
    }

    private CompletableFuture<String> translated(Interpretation in) {
        if (translator == null) {
            throw new IllegalStateException("not open");
        }
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
    public void close() {
        if (translator != null) {
            translator.close();
        }
    }
}
