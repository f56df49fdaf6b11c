package dev.dragoman.job.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SharedAnswers;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what is still being spoken in the languages that somebody listens to, where the session
 * chose so: at most once a second for each session, with the words as they are then; what changes
 * meanwhile is left to the next time. Everything else is passed over.
 *
 * <p>Never in the way of what is final: it runs beside the main line and never holds its input up.
 * Directory slow or failing, or too much under way: nothing is asked for, nothing is repeated, and no
 * dead letter is made.
 */
public final class PartialsFunction extends RichAsyncFunction<Utterance, Interpretation> {

    /** How many may be in the operator at once: more than are ever under way here. */
    public static final int CAPACITY = 2_000;

    /** After how long the operator may take one for lost. */
    public static final Duration OPERATOR_TIMEOUT = Duration.ofSeconds(5);

    private static final int MOST_UNDER_WAY = 1_000;
    private static final int REMEMBERED_SESSIONS = 20_000;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ServiceFactory<ListenerDirectory> directories;
    private final Clock clock;

    private transient @Nullable ListenerDirectory directory;
    private transient @Nullable StageMetrics metrics;
    private transient @Nullable SharedAnswers<String, Set<String>> answers;

    /** Sessions that were asked for within the last second. */
    private transient @Nullable Cache<String, Boolean> recent;

    private transient @Nullable AtomicInteger underWay;

    /** The function of a job. */
    public PartialsFunction(ServiceFactory<ListenerDirectory> directories) {
        this(directories, Clock.systemUTC());
    }

    PartialsFunction(ServiceFactory<ListenerDirectory> directories, Clock clock) {
        this.directories = directories;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        directory = directories.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        answers = SharedAnswers.of(REMEMBERED_SESSIONS, EVERY);
        recent = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_SESSIONS)
                .expireAfterWrite(EVERY)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        underWay = new AtomicInteger();
    }

    @Override
    public void asyncInvoke(Utterance utterance, ResultFuture<Interpretation> out) {
        StageMetrics counted = metrics;
        SharedAnswers<String, Set<String>> known = answers;
        ListenerDirectory asked = directory;
        AtomicInteger calls = underWay;
        if (counted == null || known == null || asked == null || calls == null) {
            throw new IllegalStateException("not open");
        }
        if (!isWanted(utterance) || calls.get() >= MOST_UNDER_WAY || !isDue(utterance)) {
            out.complete(List.of());
            return;
        }
        String sessionId = utterance.session().sessionId();
        calls.incrementAndGet();
        long startedMillis = counted.began();
        var unused = known.get(
                        sessionId,
                        () -> asked.languages(sessionId).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((languages, failure) -> {
                    calls.decrementAndGet();
                    counted.ended(startedMillis, failure == null);
                    out.complete(failure == null ? requests(utterance, languages) : List.of());
                });
    }

    private static boolean isWanted(Utterance utterance) {
        return utterance.kind() == Utterance.Kind.PARTIAL
                && utterance.session().settings().translatedPartials();
    }

    private boolean isDue(Utterance utterance) {
        return recent != null && recent.asMap().putIfAbsent(utterance.session().sessionId(), true) == null;
    }

    private static List<Interpretation> requests(Utterance utterance, Set<String> languages) {
        return new TreeSet<>(languages)
                .stream()
                        .filter(language -> !language.equals(utterance.session().sourceLanguage()))
                        .map(language -> Interpretation.asking(utterance, language))
                        .toList();
    }

    @Override
    public void timeout(Utterance utterance, ResultFuture<Interpretation> out) {
        out.complete(List.of());
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
