package dev.dragoman.job.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SessionLog;
import dev.dragoman.job.service.SharedAnswers;
import dev.dragoman.job.service.StageMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of an utterance its announcement and one request for every language that somebody listens
 * to now. Every utterance is announced exactly once, whatever the directory does; what is still
 * changing, and the end, are announced without asking anybody.
 *
 * <p>After a restore an utterance may have been told before, with other borders: what the delivery
 * log knows of a session when its first utterance comes is not asked for again, word by word, and
 * goes with every announcement. Where the session keeps a transcript, those words are asked for once
 * more for it alone: its file, too, is from the checkpoint.
 *
 * <p>Directory slow or failing: asked again within the bound, then its last answer for the session
 * counts, however old; if there never was one, the utterance is announced for its own language
 * alone, with the failure {@link #REASON}. Log slow or failing: asked again within the same bound,
 * then the utterance goes on as if nothing had been told, and the next one asks anew. Utterances
 * overtake each other.
 */
public final class LanguagesFunction extends RichAsyncFunction<Utterance, Interpretation> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "languages";

    /** The code of its failures. */
    public static final String REASON = "DIRECTORY_UNAVAILABLE";

    private static final Logger LOG = LoggerFactory.getLogger(LanguagesFunction.class);

    private static final int REMEMBERED_SESSIONS = 20_000;
    private static final Duration LAST_KNOWN = Duration.ofHours(1);

    /** As long as its item lives. */
    private static final Duration LONGEST_SESSION = Duration.ofDays(1);

    private final ServiceFactory<ListenerDirectory> directories;
    private final ServiceFactory<DeliveryLog> logs;
    private final LanguagesSettings settings;
    private final Clock clock;

    private transient @Nullable ListenerDirectory directory;
    private transient @Nullable DeliveryLog log;
    private transient @Nullable StageMetrics metrics;

    /** Answers that are still good, and questions under way: one at a time for each session. */
    private transient @Nullable SharedAnswers<String, Set<String>> fresh;

    /** The last answer for each session, for when there is no other. */
    private transient @Nullable Cache<String, Set<String>> lastKnown;

    /** What was told before this subtask began, for each session. */
    private transient @Nullable SharedAnswers<String, Map<String, Long>> toldBefore;

    /** The function of a job. */
    public LanguagesFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<DeliveryLog> logs,
            LanguagesSettings settings) {
        this(directories, logs, settings, Clock.systemUTC());
    }

    LanguagesFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<DeliveryLog> logs,
            LanguagesSettings settings,
            Clock clock) {
        this.directories = directories;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        directory = directories.create();
        log = logs.create();
        metrics = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        fresh = SharedAnswers.of(REMEMBERED_SESSIONS, settings.remembered());
        toldBefore = SharedAnswers.of(REMEMBERED_SESSIONS, LONGEST_SESSION);
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
        String sessionId = utterance.session().sessionId();
        CompletableFuture<Set<String>> languages = languages(sessionId, counted)
                .whenComplete((answer, failure) -> counted.ended(startedMillis, failure == null))
                .exceptionallyCompose(failure -> lastKnown(sessionId, failure));
        var unused = toldBefore(sessionId, counted)
                .thenCompose(told -> languages.handle((known, failure) -> failure == null
                        ? asked(utterance, known, told)
                        : unasked(
                                utterance,
                                told,
                                Retry.asServiceException(failure).getMessage())))
                .thenAccept(out::complete);
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

    private CompletableFuture<Set<String>> lastKnown(String sessionId, Throwable failure) {
        Set<String> known = lastKnown == null ? null : lastKnown.getIfPresent(sessionId);
        return known == null ? CompletableFuture.failedFuture(failure) : CompletableFuture.completedFuture(known);
    }

    /** Never fails: who does not know goes on as if nothing had been told. */
    private CompletableFuture<Map<String, Long>> toldBefore(String sessionId, StageMetrics counted) {
        SharedAnswers<String, Map<String, Long>> answers = toldBefore;
        DeliveryLog asked = log;
        if (answers == null || asked == null) {
            throw new IllegalStateException("not open");
        }
        return answers.get(
                        sessionId,
                        () -> Retry.within(settings.retry(), () -> asked.toldUntil(sessionId), counted::repeated))
                .exceptionally(failure -> {
                    SessionLog.warn(
                            LOG,
                            sessionId,
                            "nobody knows what was told before: "
                                    + Retry.asServiceException(failure).getMessage());
                    return Map.of();
                });
    }

    private static List<Interpretation> asked(Utterance utterance, Set<String> languages, Map<String, Long> told) {
        List<String> targets = new ArrayList<>();
        List<Interpretation> requests = new ArrayList<>();
        for (String language : targets(utterance, languages)) {
            Utterance untold = utterance.since(told.getOrDefault(language, 0L));
            if (untold != null) {
                targets.add(language);
                requests.add(Interpretation.asking(untold, language));
            }
        }
        List<Interpretation> written = toWrite(utterance, told);
        List<Interpretation> all = new ArrayList<>();
        all.add(Interpretation.announcing(
                utterance,
                targets,
                written.stream().map(Interpretation::language).toList(),
                told));
        all.addAll(requests);
        all.addAll(written);
        return all;
    }

    /** Requests for what listeners were told and the transcript, if there is one, does not have. */
    private static List<Interpretation> toWrite(Utterance utterance, Map<String, Long> told) {
        List<Interpretation> requests = new ArrayList<>();
        if (utterance.session().settings().transcript()) {
            for (String language : targets(utterance, told.keySet())) {
                Utterance before = utterance.until(told.getOrDefault(language, 0L));
                if (before != null) {
                    requests.add(Interpretation.askingForTranscript(before, language));
                }
            }
        }
        return requests;
    }

    private static Set<String> targets(Utterance utterance, Set<String> languages) {
        Set<String> targets = new TreeSet<>(languages);
        targets.remove(utterance.session().sourceLanguage());
        return targets;
    }

    private List<Interpretation> unasked(Utterance utterance, Map<String, Long> told, @Nullable String detail) {
        return List.of(Interpretation.announcing(utterance, List.of(), List.of(), told)
                .failed(new DeadLetter(
                        STAGE,
                        REASON,
                        utterance.session().sessionId(),
                        String.valueOf(utterance.mediaStartMillis()),
                        String.valueOf(detail),
                        clock.millis())));
    }

    @Override
    public void timeout(Utterance utterance, ResultFuture<Interpretation> out) {
        out.complete(
                utterance.kind() == Utterance.Kind.FINAL
                        ? unasked(utterance, Map.of(), "the stage did not end in time")
                        : List.of(Interpretation.announcing(utterance, List.of())));
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
        if (log != null) {
            log.close();
        }
    }
}
