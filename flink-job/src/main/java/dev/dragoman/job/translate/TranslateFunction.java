package dev.dragoman.job.translate;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Calls;
import dev.dragoman.job.service.InterpretationStage;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SharedAnswers;
import dev.dragoman.job.service.TextPieces;
import dev.dragoman.protocol.TranslationSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.jspecify.annotations.Nullable;

/**
 * Adds the translation to what is asked for in another language. Every record comes out once, with
 * its text or with the failure {@link #REASON}; announcements and what failed before pass untouched.
 *
 * <p>The same short text in the same session and language is asked for once, also while the first
 * answer is under way. What is remembered is bounded and lost with the subtask: then it is asked for
 * again. Text over the translator's limit is split at sentence ends.
 */
public final class TranslateFunction extends InterpretationStage<Translator> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "translate";

    /** The code of its failures. */
    public static final String REASON = "TRANSLATION_FAILED";

    /** A talk repeats itself within minutes; past this the memory is better used for others. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final TranslateSettings settings;

    private transient @Nullable SharedAnswers<Asked, String> remembered;

    private record Asked(String sessionId, String source, String target, String text) {}

    /** The function of a job. */
    public TranslateFunction(ServiceFactory<Translator> factory, TranslateSettings settings) {
        this(factory, settings, Clock.systemUTC());
    }

    TranslateFunction(ServiceFactory<Translator> factory, TranslateSettings settings, Clock clock) {
        super(STAGE, REASON, factory, settings.retry(), settings.rate(), clock);
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        remembered = SharedAnswers.of(settings.rememberedTexts(), REMEMBERED);
    }

    @Override
    protected boolean concerns(Interpretation in) {
        return !in.announces() && in.text() == null;
    }

    /** What is too late to be heard is still worth reading: only the wait for the own turn counts. */
    @Override
    protected long worthSinceMillis(Utterance utterance, long nowMillis) {
        return nowMillis;
    }

    @Override
    protected CompletableFuture<Interpretation> add(Translator translator, Calls calls, Interpretation in) {
        Session session = in.utterance().session();
        String text = in.utterance().text();
        SharedAnswers<Asked, String> before = remembered;
        CompletableFuture<String> translation = before != null && text.length() <= settings.rememberedCharacters()
                ? before.get(
                        new Asked(session.sessionId(), session.sourceLanguage(), in.language(), text),
                        () -> translated(translator, calls, in),
                        InterpretationStage::isNotInTime)
                : translated(translator, calls, in);
        return translation.thenApply(in::withText);
    }

    private static CompletableFuture<String> translated(Translator translator, Calls calls, Interpretation in) {
        Session session = in.utterance().session();
        String source = session.sourceLanguage();
        TranslationSettings how = session.settings().translation();
        List<CompletableFuture<String>> pieces = new ArrayList<>();
        for (String piece :
                TextPieces.of(in.utterance().text(), source, TranslateFunction::bytes, Translator.MOST_BYTES)) {
            pieces.add(calls.call(() -> translator.translate(piece, source, in.language(), how)));
        }
        CompletableFuture<String> whole = pieces.get(0);
        for (CompletableFuture<String> piece : pieces.subList(1, pieces.size())) {
            whole = whole.thenCombine(piece, (first, next) -> first.strip() + " " + next.strip());
        }
        return whole;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
