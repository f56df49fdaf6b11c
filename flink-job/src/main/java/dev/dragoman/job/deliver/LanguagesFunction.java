package dev.dragoman.job.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SharedAnswers;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes of an utterance its announcement and one request for every language that somebody listens
 * to now. Every utterance is announced exactly once, whatever the directory does; what is still
 * changing, and the end, are announced without asking anybody.
 *
 * <p>Directory slow or failing: asked again within the bound, then its last answer for the session
 * counts, however old; if there never was one, the utterance is announced for its own language
 * alone, with the failure {@link #REASON}. Utterances overtake each other.
 */
public final class LanguagesFunction extends RichAsyncFunction<Utterance, Interpretation> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "languages";

    /** The code of its failures. */
    public static final String REASON = "DIRECTORY_UNAVAILABLE";

    private static final int REMEMBERED_SESSIONS = 20_000;
    private static final Duration LAST_KNOWN = Duration.ofHours(1);

    private final ServiceFactory<ListenerDirectory> factory;
    private final LanguagesSettings settings;
    private final Clock clock;

    private transient @Nullable ListenerDirectory directory;
    private transient @Nullable StageMetrics metrics;

    /** Answers that are still good, and questions under way: one at a time for each session. */
    private transient @Nullable SharedAnswers<String, Set<String>> fresh;

    /** The last answer for each session, for when there is no other. */
    private transient @Nullable Cache<String, Set<String>> lastKnown;

    /** The function of a job. */
    public LanguagesFunction(ServiceFactory<ListenerDirectory> factory, LanguagesSettings settings) {
        this(factory, settings, Clock.systemUTC());
    }

    LanguagesFunction(ServiceFactory<ListenerDirectory> factory, LanguagesSettings settings, Clock clock) {
        this.factory = factory;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        directory = factory.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        fresh = SharedAnswers.of(REMEMBERED_SESSIONS, settings.remembered());
        lastKnown = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_SESSIONS)
                .expireAfterWrite(LAST_KNOWN)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public void asyncInvoke(Utterance utterance, ResultFuture<Interpretation> out) {
        StageMetrics counted = metrics;
        if (counted == null) {
            throw new IllegalStateException("not open");
        }
        if (utterance.kind() != Utterance.Kind.FINAL) {
            out.complete(List.of(Interpretation.announcing(utterance, List.of())));
            return;
        }
        long startedMillis = counted.began();
        var unused = languages(utterance.session().sessionId(), counted).whenComplete((languages, failure) -> {
            counted.ended(startedMillis, failure == null);
            out.complete(
                    failure == null
                            ? asked(utterance, languages)
                            : fallback(
                                    utterance, Retry.asServiceException(failure).getMessage()));
        });
    }

    private CompletableFuture<Set<String>> languages(String sessionId, StageMetrics counted) {
        SharedAnswers<String, Set<String>> answers = fresh;
        ListenerDirectory asked = directory;
        Cache<String, Set<String>> last = lastKnown;
        if (answers == null || asked == null || last == null) {
            throw new IllegalStateException("not open");
        }
        return answers.get(
                sessionId,
                () -> Retry.within(settings.retry(), () -> asked.languages(sessionId), counted::repeated)
                        .whenComplete((languages, failure) -> {
                            if (failure == null) {
                                last.put(sessionId, languages);
                            }
                        }));
    }

    private List<Interpretation> asked(Utterance utterance, Set<String> languages) {
        List<String> targets = languages.stream()
                .filter(language -> !language.equals(utterance.session().sourceLanguage()))
                .sorted()
                .toList();
        List<Interpretation> all = new ArrayList<>();
        all.add(Interpretation.announcing(utterance, targets));
        targets.forEach(language -> all.add(Interpretation.asking(utterance, language)));
        return all;
    }

    private List<Interpretation> fallback(Utterance utterance, @Nullable String detail) {
        String sessionId = utterance.session().sessionId();
        Set<String> known = lastKnown == null ? null : lastKnown.getIfPresent(sessionId);
        if (known != null) {
            return asked(utterance, known);
        }
        return List.of(Interpretation.announcing(utterance, List.of())
                .failed(new DeadLetter(
                        STAGE,
                        REASON,
                        sessionId,
                        String.valueOf(utterance.mediaStartMillis()),
                        String.valueOf(detail),
                        clock.millis())));
    }

    @Override
    public void timeout(Utterance utterance, ResultFuture<Interpretation> out) {
        out.complete(
                utterance.kind() == Utterance.Kind.FINAL
                        ? fallback(utterance, "the stage did not end in time")
                        : List.of(Interpretation.announcing(utterance, List.of())));
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
