package dev.dragoman.job.synthesize;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.service.Answers;
import dev.dragoman.job.service.Calls;
import dev.dragoman.job.service.InterpretationStage;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.SharedAnswers;
import dev.dragoman.job.service.TextPieces;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.functions.OpenContext;
import org.jspecify.annotations.Nullable;

/**
 * Adds the speech to what has a text in another language. Every record comes out once, with its
 * speech and how long it plays, or with the failure {@link #REASON} and its text kept, so that it
 * can still be read; announcements and what failed before pass untouched. What is in a language
 * without a voice is marked as left unspoken, and counted: nothing failed.
 *
 * <p>A voice hurries when its listeners fall behind, as {@link SpeakingPace} says. Text over the
 * service's limit is split at sentence ends and spoken as one. The same short text in the same
 * session, language and voice is spoken once, at the speed of the first time; what is remembered is
 * bounded and lost with the subtask.
 */
public final class SynthesizeFunction extends InterpretationStage<Synthesizer> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "synthesize";

    /** The code of its failures. */
    public static final String REASON = "SYNTHESIS_FAILED";

    /** A talk repeats itself within minutes; past this the memory is better used for others. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private final SynthesizeSettings settings;

    private transient @Nullable Opened opened;

    /** What there is from {@link #open} on. */
    private record Opened(SharedAnswers<Asked, Speech> remembered, SpeakingPace pace, LongAdder withoutVoice) {}

    private record Asked(String sessionId, String language, Voice voice, String text) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Speech(byte[] mp3, long millis) {}

    /** The function of a job. */
    public SynthesizeFunction(ServiceFactory<Synthesizer> factory, SynthesizeSettings settings) {
        this(factory, settings, Clock.systemUTC());
    }

    SynthesizeFunction(ServiceFactory<Synthesizer> factory, SynthesizeSettings settings, Clock clock) {
        super(STAGE, REASON, factory, settings.retry(), settings.rate(), clock);
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        opened = new Opened(
                SharedAnswers.of(settings.rememberedTexts(), REMEMBERED),
                new SpeakingPace(settings.mostPercent()),
                metrics().count("withoutVoice"));
    }

    @Override
    protected boolean concerns(Interpretation in) {
        return !in.announces() && in.text() != null && in.speech() == null && in.url() == null;
    }

    /** Listeners hear in order: whatever is older than what they hear next comes too late for them. */
    @Override
    protected boolean newestFirst() {
        return true;
    }

    @Override
    protected CompletableFuture<Interpretation> add(Synthesizer synthesizer, Calls calls, Interpretation in) {
        Opened open = opened;
        String text = in.text();
        if (open == null || text == null) {
            throw new IllegalStateException("not open");
        }
        Session session = in.utterance().session();
        Optional<Voice> voice =
                settings.voices().of(in.language(), session.settings().voices());
        if (voice.isEmpty()) {
            open.withoutVoice().increment();
            return CompletableFuture.completedFuture(in.leftUnspoken(Interpretation.NO_VOICE));
        }
        Asked asked = new Asked(session.sessionId(), in.language(), voice.get(), text);
        int percent = open.pace().percent(in);
        CompletableFuture<Speech> speech = text.length() <= settings.rememberedCharacters()
                ? open.remembered()
                        .get(asked, () -> spoken(synthesizer, calls, asked, percent), InterpretationStage::isNotInTime)
                : spoken(synthesizer, calls, asked, percent);
        return speech.thenApply(done -> {
            open.pace().spoken(in, done.millis());
            return in.withSpeech(done.mp3(), done.millis());
        });
    }

    private static CompletableFuture<Speech> spoken(Synthesizer synthesizer, Calls calls, Asked asked, int percent) {
        List<CompletableFuture<byte[]>> pieces = new ArrayList<>();
        for (String piece : TextPieces.of(asked.text(), asked.language(), Ssml::size, Synthesizer.MOST_SIZE)) {
            pieces.add(calls.call(() -> Answers.read(
                    synthesizer.speak(piece, asked.voice(), percent), SynthesizeFunction::checked, failure -> {
                        throw new CompletionException(failure);
                    })));
        }
        return CompletableFuture.allOf(pieces.toArray(CompletableFuture[]::new)).thenApply(all -> {
            byte[] mp3 = Mp3.joined(pieces.stream().map(CompletableFuture::join).toList());
            return new Speech(mp3, Mp3.durationMillis(mp3).orElseThrow());
        });
    }

    private static byte[] checked(byte[] mp3) {
        if (Mp3.durationMillis(mp3).isEmpty()) {
            throw new CompletionException(ServiceException.unavailable("the answer is no MP3"));
        }
        return mp3;
    }
}
