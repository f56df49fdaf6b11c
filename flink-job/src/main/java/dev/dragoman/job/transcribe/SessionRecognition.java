package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.SessionLog;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises one session: decides when it has a stream, what is sent on it, and what becomes of what
 * comes back. Lives in the task's thread; every call needs keyed state set to the session's key.
 *
 * <p>Guarantee: audio stays in keyed state until a final result covers it, a stream that ended in
 * good order heard nothing in it, or it is given up as a counted gap with a dead letter. An
 * utterance is emitted in the same step in which its audio leaves the state, so after a restore
 * what was final is not recognised again and what was not is. Utterances are ordered, numbered
 * without holes, and never overlap.
 *
 * <p>Has no stream in silence; then a little audio is kept, so that the first word is whole. A
 * stream that fails, ends by itself, or does not answer to speech is replaced by one that begins
 * where finality ends, after a pause that grows from try to try.
 */
final class SessionRecognition {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRecognition.class);

    private static final int SAMPLES_PER_MILLI = 16;

    /** 100 ms: what is sent at a time. */
    private static final int PIECE_SAMPLES = 100 * SAMPLES_PER_MILLI;

    /** 50 ms: less waits for more. */
    private static final int SMALLEST_PIECE_SAMPLES = 50 * SAMPLES_PER_MILLI;

    /** A gap is this long on the stream at most: long enough to end a word. */
    private static final int LONGEST_GAP_SAMPLES = 300 * SAMPLES_PER_MILLI;

    /** A pause in which a stream may be renewed. */
    private static final long RENEWAL_PAUSE_SAMPLES = 500L * SAMPLES_PER_MILLI;

    /** A stream that found no pause to be renewed in is renewed anyway after this long. */
    private static final long RENEWAL_PATIENCE_MILLIS = 5 * 60_000;

    /** What a stream that answers has not found words in after this long has none. */
    private static final long NOTHING_IN_IT_MILLIS = 10_000;

    /** So much loud audio must bring an answer: it is no cough. */
    private static final long ENOUGH_FOR_AN_ANSWER_SAMPLES = 1_000L * SAMPLES_PER_MILLI;

    /** So much loud audio before a result, without any, is too much to be taken for noise at once. */
    private static final long TOO_MUCH_LEFT_OUT_SAMPLES = 3_000L * SAMPLES_PER_MILLI;

    /** A word that ends so close to the end of all audio may go on beyond it. */
    private static final long WORD_MAY_GO_ON_MILLIS = 150;

    /** A dead letter stands for at most about so much lost audio. */
    private static final long LOSS_TOLD_SAMPLES = 10_000L * SAMPLES_PER_MILLI;

    /** Good ends without an answer to speech, before it is believed that there are no words. */
    private static final int EMPTY_ENDS = 2;

    /** So long much that was loud is tried again: a service may be mute for a while. Then it is a gap. */
    private static final long DOUBT_MILLIS = 25_000;

    /** Ends without a final result for what was partial, before the partial one is taken for it. */
    private static final int UNFINISHED_ENDS = 3;

    private final RecognitionContext context;
    private final TranscribeSettings settings;
    private final String sessionId;

    /** What a stream is to recognise; null if the service does not have the language. */
    private @Nullable StreamRequest request;

    private final ValueState<Progress> progressState;
    private final PendingAudio audio;
    private final SpeechGate gate = new SpeechGate();
    private final CutWords cutWords = new CutWords();
    private Clauses clauses;
    private Wording wording;

    private Progress progress;
    private Progress saved;
    private @Nullable OpenStream stream;
    private int failures;
    private int mutes;
    private int unfinishedEnds;
    private long retryAt;
    private boolean draining;
    private long endDeadline = Long.MAX_VALUE;
    private boolean over;
    private String partialText = "";
    private boolean refusalTold;

    /** How much loud audio came since a stream last answered. */
    private long loudUnanswered;

    /** A stream was replaced because it left out loud audio: the next one that leaves it out is believed. */
    private boolean doubted;

    /** Good ends of streams that answered nothing to speech. */
    private int emptyEnds;

    /** When the first of them was. */
    private long emptyEndsSince;

    /** A word is kept back until more audio comes: no stream is needed before. */
    private boolean rests;

    SessionRecognition(
            RecognitionContext context,
            TranscribeSettings settings,
            Progress restored,
            ValueState<Progress> progressState,
            PendingAudio audio) {
        this.context = context;
        this.settings = settings;
        this.sessionId = restored.session().sessionId();
        this.request = StreamRequest.of(restored.session()).orElse(null);
        this.progressState = progressState;
        this.audio = audio;
        this.clauses = new Clauses(
                restored.session().sourceLanguage(), settings.maxUtterance().toMillis());
        this.wording = new Wording(restored.session().sourceLanguage());
        this.progress = restored;
        this.saved = restored;
        cutWords.utteredUpTo(restored.lastEndMillis());
        if (restored.speechWaits()) {
            loudUnanswered = ENOUGH_FOR_AN_ANSWER_SAMPLES;
        }
        if (restored.ended()) {
            endDeadline = context.now() + settings.endTimeout().toMillis();
        }
    }

    String sessionId() {
        return sessionId;
    }

    /** The session's end was emitted: forget it. */
    boolean isOver() {
        return over;
    }

    /** Nothing is open, and nothing waits that may be speech. */
    boolean isSettled() {
        return over || (stream == null && !needsStream());
    }

    /** Seconds of audio that wait for a final result. */
    double pendingSeconds() {
        return (progress.received() - progress.covered()) / (double) Pcm.RATE;
    }

    /** Audio came, or the session's end. */
    void received(Pcm pcm) throws Exception {
        if (progress.ended()) {
            return;
        }
        long known = Math.max(0, progress.received() - pcm.mediaStart16k());
        if (known < pcm.samples()) {
            byte[] bytes =
                    known == 0 ? pcm.bytes() : Arrays.copyOfRange(pcm.bytes(), (int) known * 2, pcm.bytes().length);
            long start = pcm.mediaStart16k() + known;
            audio.add(start, new AudioSegment(pcm.serverMillis(), bytes));
            SpeechGate.Loud loud = gate.listen(bytes);
            loudUnanswered += loud.samples();
            if (loud.end() > 0) {
                progress = progress.spokenUpTo(start + loud.end());
            }
            rests = false;
        }
        progress = progress.receivedUpTo(pcm.mediaStart16k() + pcm.samples(), pcm.serverMillis(), pcm.gaps());
        if (pcm.endOfSession()) {
            progress = progress.ending();
            endDeadline = context.now() + settings.endTimeout().toMillis();
        }
        giveUpWhatWaitsTooLong();
        step();
    }

    /** The session may start a stream now. */
    void start() throws Exception {
        StreamRequest wanted = request;
        if (stream != null || wanted == null) {
            context.streamOver();
            return;
        }
        long now = context.now();
        long from = Math.max(progress.covered(), audio.nextFrom(progress.covered()));
        OpenStream opened = new OpenStream(context.nextNumber(), from, new SendingPace(settings.catchUp(), now), now);
        stream = opened;
        partialText = "";
        opened.connect(context.open(wanted, opened.number));
        step();
    }

    /** A stream told something. */
    void told(long number, StreamEvent event) throws Exception {
        OpenStream from = stream;
        if (from == null || from.number != number) {
            return;
        }
        if (event instanceof StreamEvent.Opened) {
            from.taken = true;
        } else if (event instanceof StreamEvent.Alive) {
            answered(from);
            coverWhatHoldsNothing(from);
        } else if (event instanceof StreamEvent.Heard heard && leavesOutSpeech(from, heard.result())) {
            doubted = true;
            failed(from, StreamEvent.Cause.LOST, "it left out speech");
        } else if (event instanceof StreamEvent.Heard heard) {
            doubted = false;
            answered(from);
            heard(from, heard.result());
        } else if (event instanceof StreamEvent.Ended) {
            ended(from);
        } else if (event instanceof StreamEvent.Failed failed) {
            failed(from, failed.cause(), failed.detail());
        }
        step();
    }

    /** Whether much that was loud, and was not answered, lies between what has results and this result. */
    private boolean leavesOutSpeech(OpenStream from, RecognitionResult result) {
        long start = mediaMillis(from, result.startMillis()) * SAMPLES_PER_MILLI;
        return !doubted
                && loudUnanswered >= TOO_MUCH_LEFT_OUT_SAMPLES
                && start - firstWaiting() >= TOO_MUCH_LEFT_OUT_SAMPLES;
    }

    private void answered(OpenStream from) {
        from.taken = true;
        from.answered(context.now());
        loudUnanswered = 0;
        failures = 0;
        mutes = 0;
        emptyEnds = 0;
    }

    /** Time passed. */
    void tick() throws Exception {
        step();
    }

    /** No more input will come to the operator: hears out what is there. */
    void drain() throws Exception {
        draining = true;
        endDeadline =
                Math.min(endDeadline, context.now() + settings.endTimeout().toMillis());
        step();
    }

    /** Lets go of the stream; the state stays. */
    void abandon() {
        if (stream != null) {
            stream.abort();
            stream = null;
        }
    }

    /** Does whatever is to be done now, and sees to it that it is called again in time. */
    private void step() throws Exception {
        long now = context.now();
        if (now >= endDeadline && !isSettled()) {
            giveUpTheEnd();
        }
        OpenStream open = stream;
        if (open != null) {
            attend(open, now);
        }
        tellLoss();
        if (stream == null) {
            withoutStream(now);
        }
        if (!over) {
            save();
            long next = nextDeadline();
            if (next < Long.MAX_VALUE) {
                context.wakeAt(sessionId, Math.max(next, now + 1));
            }
        }
    }

    private void withoutStream(long now) throws Exception {
        if (request == null) {
            refuseLanguage();
        }
        if (needsStream()) {
            if (now >= retryAt) {
                context.askForStart(sessionId);
            }
            return;
        }
        context.withdrawStart(sessionId);
        if (progress.ended()) {
            finish();
        } else if (!rests) {
            cover(progress.received() - settings.leadIn().toMillis() * SAMPLES_PER_MILLI);
        }
    }

    private boolean needsStream() {
        return progress.speechWaits() && (!rests || progress.ended() || draining);
    }

    /** Sends, watches and closes. */
    private void attend(OpenStream open, long now) throws Exception {
        if (open.ending) {
            if (now - Math.max(open.endingAt, open.answeredAt)
                    >= settings.startTimeout().toMillis()) {
                failed(open, StreamEvent.Cause.LOST, "its end was not answered");
            }
            return;
        }
        boolean flush = progress.ended() || draining;
        send(open, now, flush);
        if (!open.taken && now - open.openedAt >= settings.startTimeout().toMillis()) {
            failed(open, StreamEvent.Cause.LOST, "its start was not answered");
        } else if (open.answerDueSince > 0 && now - open.answerDueSince >= patienceMillis()) {
            mutes++;
            failed(open, StreamEvent.Cause.LOST, "speech was not answered");
        } else if (isSent(open) && (flush || isStarved(open, now) || isQuiet() || isOld(open, now))) {
            send(open, now, true);
            if (open.cursor < progress.received()) {
                return;
            }
            boolean inSpeech = !flush && progress.received() - progress.lastSpeech() < SMALLEST_PIECE_SAMPLES;
            open.end(inSpeech, now);
        }
    }

    /** Everything that came was sent, but for less than a piece. */
    private boolean isSent(OpenStream open) {
        return open.cursor + SMALLEST_PIECE_SAMPLES > progress.received();
    }

    private boolean isQuiet() {
        long speech = Math.max(progress.lastSpeech(), progress.covered());
        return progress.received() - speech >= settings.silenceBeforeClose().toMillis() * SAMPLES_PER_MILLI;
    }

    private boolean isStarved(OpenStream open, long now) {
        return now - open.sentAt >= settings.starvedBeforeClose().toMillis();
    }

    private boolean isOld(OpenStream open, long now) {
        long age = now - open.openedAt - settings.renewAfter().toMillis();
        boolean pause = open.unfinished == null && progress.received() - progress.lastSpeech() >= RENEWAL_PAUSE_SAMPLES;
        return age >= RENEWAL_PATIENCE_MILLIS || (age >= 0 && pause);
    }

    /** How long speech may go unanswered: longer after each failure, so that a slow service is not asked twice. */
    private long patienceMillis() {
        return settings.muteAfter().toMillis() * (1 + Math.min(mutes, 3));
    }

    private void send(OpenStream open, long now, boolean flush) throws Exception {
        while (open.cursor < progress.received()) {
            int available = audio.available(open.cursor);
            if (available == 0) {
                if (!sendGap(open, now)) {
                    break;
                }
                continue;
            }
            boolean moreMayCome = open.cursor + available == progress.received() && !flush;
            if (available < SMALLEST_PIECE_SAMPLES && moreMayCome) {
                break;
            }
            int samples = available < PIECE_SAMPLES + SMALLEST_PIECE_SAMPLES ? available : PIECE_SAMPLES;
            if (!open.pace.take(samples, now)) {
                break;
            }
            open.send(audio.read(open.cursor, samples), now);
        }
        if (open.answerDueSince == 0 && loudUnanswered >= ENOUGH_FOR_AN_ANSWER_SAMPLES) {
            open.answerDueSince = now;
        }
    }

    private boolean sendGap(OpenStream open, long now) {
        long next = audio.nextFrom(open.cursor);
        long until = next < 0 ? progress.received() : next;
        int samples = (int) Math.min(until - open.cursor, LONGEST_GAP_SAMPLES);
        if (!open.pace.take(samples, now)) {
            return false;
        }
        open.sendGap(until, new byte[samples * 2], now);
        return true;
    }

    private void heard(OpenStream open, RecognitionResult streamResult) throws Exception {
        identify(streamResult);
        RecognitionResult result = inMediaTime(open, streamResult);
        List<RecognizedItem> items = cutWords.remainder(result.id(), result.items());
        if (result.partial()) {
            open.unfinished = result.items().isEmpty() ? null : result;
            items = utterWhileLong(result.id(), items, false);
            if (!items.isEmpty()) {
                emitPartial(items);
            }
        } else {
            open.unfinished = null;
            unfinishedEnds = 0;
            if (open.endsInSpeech) {
                items = withoutTail(open, items);
            }
            items = utterWhileLong(result.id(), items, true);
            if (!items.isEmpty()) {
                utter(items);
            }
            cover(Math.min(result.endMillis() * SAMPLES_PER_MILLI, open.tail));
        }
    }

    /** The first result that names a language decides it for the session, whatever later streams would. */
    private void identify(RecognitionResult result) {
        StreamRequest asked = request;
        if (asked == null || !asked.identifies() || result.languageCode() == null) {
            return;
        }
        Session session = progress.session();
        Session identified = session.identifiedAs(
                SourceLanguages.nameOf(result.languageCode(), session).orElse(session.sourceLanguage()));
        progress = progress.identified(identified);
        request = StreamRequest.of(identified).orElse(null);
        clauses =
                new Clauses(identified.sourceLanguage(), settings.maxUtterance().toMillis());
        wording = new Wording(identified.sourceLanguage());
    }

    /** Keeps the last word back if it may have been cut short: it is heard again with what follows. */
    private List<RecognizedItem> withoutTail(OpenStream open, List<RecognizedItem> items) {
        int last = items.size() - 1;
        while (last >= 0 && items.get(last).punctuation()) {
            last--;
        }
        if (last < 0
                || items.get(last).endMillis() * SAMPLES_PER_MILLI
                        < open.cursor - WORD_MAY_GO_ON_MILLIS * SAMPLES_PER_MILLI) {
            return items;
        }
        long start = items.get(last).startMillis();
        long before = last == 0 ? start : items.get(last - 1).endMillis();
        open.tail = (before + start) / 2 * SAMPLES_PER_MILLI;
        return items.subList(0, last);
    }

    /** Cuts utterances off the front as long as there is reason to. */
    private List<RecognizedItem> utterWhileLong(String resultId, List<RecognizedItem> items, boolean certain)
            throws Exception {
        List<RecognizedItem> rest = items;
        int cut = clauses.firstPiece(rest, certain);
        while (cut > 0) {
            List<RecognizedItem> piece = rest.subList(0, cut);
            rest = rest.subList(cut, rest.size());
            utter(piece);
            cutWords.cut(resultId, piece);
            context.metrics().cut();
            long end = piece.get(piece.size() - 1).endMillis();
            cover(Math.max(end, (end + rest.get(0).startMillis()) / 2) * SAMPLES_PER_MILLI);
            cut = clauses.firstPiece(rest, certain);
        }
        return rest;
    }

    private void utter(List<RecognizedItem> items) {
        Utterance utterance = utterance(Utterance.Kind.FINAL, items);
        context.emit(utterance);
        context.metrics().uttered(context.now() - utterance.spokenServerMillis());
        progress = progress.uttered(utterance.mediaEndMillis());
        cutWords.utteredUpTo(utterance.mediaEndMillis());
        partialText = "";
    }

    private void emitPartial(List<RecognizedItem> items) {
        Utterance partial = utterance(Utterance.Kind.PARTIAL, items);
        if (!partial.text().equals(partialText)) {
            partialText = partial.text();
            context.emit(partial);
            context.metrics().partial(context.now() - partial.spokenServerMillis());
        }
    }

    private Utterance utterance(Utterance.Kind kind, List<RecognizedItem> items) {
        long start = Math.max(progress.lastEndMillis(), items.get(0).startMillis());
        long end = Math.max(start + 1, items.get(items.size() - 1).endMillis());
        return new Utterance(
                progress.session(),
                kind,
                progress.nextOrdinal(),
                start,
                end,
                wording.write(items),
                spokenServerMillis(end),
                progress.gaps(),
                wording.words(items));
    }

    /** When ingest had the sound before a media time, by the server's clock. */
    private long spokenServerMillis(long mediaMillis) {
        Long known = audio.serverMillisBefore(mediaMillis * SAMPLES_PER_MILLI);
        return known != null
                ? known
                : progress.serverMillis() - Math.max(0, progress.received() / SAMPLES_PER_MILLI - mediaMillis);
    }

    private RecognitionResult inMediaTime(OpenStream open, RecognitionResult result) {
        List<RecognizedItem> told = result.items();
        if (told.isEmpty() && !result.text().isBlank()) {
            told = List.of(
                    new RecognizedItem(result.text().strip(), result.startMillis(), result.endMillis(), false, false));
        }
        List<RecognizedItem> items = told.stream()
                .map(item -> new RecognizedItem(
                        item.text(),
                        mediaMillis(open, item.startMillis()),
                        mediaEndMillis(open, item.endMillis()),
                        item.punctuation(),
                        item.stable()))
                .toList();
        long end = mediaEndMillis(open, result.endMillis());
        if (!items.isEmpty()) {
            end = Math.max(end, items.get(items.size() - 1).endMillis());
        }
        return new RecognitionResult(
                result.id(),
                mediaMillis(open, result.startMillis()),
                end,
                result.partial(),
                result.text(),
                items,
                result.languageCode());
    }

    private static long mediaMillis(OpenStream open, long streamMillis) {
        return open.timeline.mediaAt(streamMillis * SAMPLES_PER_MILLI) / SAMPLES_PER_MILLI;
    }

    private static long mediaEndMillis(OpenStream open, long streamMillis) {
        return open.timeline.mediaEndAt(streamMillis * SAMPLES_PER_MILLI) / SAMPLES_PER_MILLI;
    }

    private void ended(OpenStream open) throws Exception {
        if (!open.ending) {
            failed(open, StreamEvent.Cause.LOST, "it ended by itself");
            return;
        }
        RecognitionResult unfinished = open.unfinished;
        if (unfinished != null && ++unfinishedEnds < UNFINISHED_ENDS) {
            failed(open, StreamEvent.Cause.LOST, "it ended without a final result");
            return;
        }
        if (unfinished == null && isDoubted()) {
            failed(open, StreamEvent.Cause.LOST, "it ended without an answer to speech");
            return;
        }
        if (unfinished != null) {
            utterUnfinished(unfinished, false);
        } else if (loudUnanswered >= TOO_MUCH_LEFT_OUT_SAMPLES) {
            lose(Math.min(open.cursor, open.tail));
        }
        unfinishedEnds = 0;
        emptyEnds = 0;
        failures = 0;
        loudUnanswered = 0;
        cover(Math.min(open.cursor, open.tail));
        rests = open.tail < open.cursor && open.cursor >= progress.received();
        release(open);
    }

    /** Whether a good end without words is not believed: the first time, and where much was loud for longer. */
    private boolean isDoubted() {
        if (loudUnanswered < ENOUGH_FOR_AN_ANSWER_SAMPLES) {
            return false;
        }
        long now = context.now();
        if (emptyEnds++ == 0) {
            emptyEndsSince = now;
        }
        return emptyEnds < EMPTY_ENDS
                || (loudUnanswered >= TOO_MUCH_LEFT_OUT_SAMPLES && now - emptyEndsSince < DOUBT_MILLIS);
    }

    /** Takes partial words for final ones; they are left out of what the stream may still say of them. */
    private void utterUnfinished(RecognitionResult unfinished, boolean onlyStable) throws Exception {
        List<RecognizedItem> rest = cutWords.remainder(unfinished.id(), unfinished.items());
        if (onlyStable) {
            rest = rest.stream().takeWhile(RecognizedItem::stable).toList();
        }
        List<RecognizedItem> items = utterWhileLong(unfinished.id(), rest, true);
        if (!items.isEmpty()) {
            utter(items);
            cutWords.cut(unfinished.id(), items);
            cover(items.get(items.size() - 1).endMillis() * SAMPLES_PER_MILLI);
        }
    }

    private void failed(OpenStream open, StreamEvent.Cause cause, String detail) {
        open.abort();
        release(open);
        failures++;
        context.metrics().failed(cause);
        long backoff = settings.minBackoff().toMillis() << Math.min(failures - 1, 16);
        retryAt = context.now() + Math.min(backoff, settings.maxBackoff().toMillis());
        SessionLog.warn(LOG, sessionId, "a transcription stream failed (" + cause + "): " + detail);
    }

    private void release(OpenStream open) {
        if (stream == open) {
            stream = null;
            context.streamOver();
        }
    }

    /** A stream that answers has had time enough to find words in what it got. */
    private void coverWhatHoldsNothing(OpenStream open) throws Exception {
        long position = open.sentBefore(context.now() - NOTHING_IN_IT_MILLIS);
        if (position > 0 && open.unfinished == null) {
            cover(position);
        }
    }

    private void cover(long position) throws Exception {
        if (position > progress.covered()) {
            progress = progress.coveredUpTo(Math.min(position, progress.received()));
            audio.dropBefore(progress.covered());
        }
    }

    /**
     * Keeps what waits within its bound. A stream that is new may catch up. One that had its time is too
     * slow: what it is certain of is taken; if that does not help it is replaced by one that gets only
     * the newer half, and so has a chance to keep up.
     */
    private void giveUpWhatWaitsTooLong() throws Exception {
        long limit = settings.maxPending().toMillis() * SAMPLES_PER_MILLI;
        OpenStream open = stream;
        if (waiting() <= limit) {
            return;
        }
        if (open == null || open.cursor <= firstWaiting()) {
            lose(progress.received() - limit);
            if (open != null) {
                open.cursor = Math.max(open.cursor, progress.received() - limit);
            }
            return;
        }
        if (context.now() - open.openedAt < settings.muteAfter().toMillis()) {
            return;
        }
        if (open.unfinished != null) {
            utterUnfinished(open.unfinished, true);
        }
        if (waiting() > limit) {
            failed(open, StreamEvent.Cause.LOST, "its results are too late");
            lose(progress.received() - limit / 2);
        }
    }

    private long firstWaiting() {
        return Math.max(progress.covered(), audio.nextFrom(progress.covered()));
    }

    private long waiting() {
        return progress.received() - firstWaiting();
    }

    private void giveUpTheEnd() throws Exception {
        OpenStream open = stream;
        if (open != null) {
            if (open.unfinished != null) {
                utterUnfinished(open.unfinished, false);
            }
            open.abort();
            release(open);
        }
        if (progress.speechWaits()) {
            lose(progress.received());
        }
    }

    private void refuseLanguage() throws Exception {
        if (!refusalTold && progress.speechWaits()) {
            refusalTold = true;
            context.bury(
                    sessionId,
                    "LANGUAGE_NOT_SUPPORTED",
                    progress.session().sourceLanguage(),
                    "no recognition for this source language");
        }
        cover(progress.received());
    }

    private void lose(long until) throws Exception {
        progress = progress.lost(firstWaiting(), until);
        audio.dropBefore(until);
    }

    /** A dead letter for audio that was lost piece by piece: when it is much, or no more is lost. */
    private void tellLoss() {
        long lost = progress.lostUpTo() - progress.lossFrom();
        if (progress.lossFrom() >= 0 && (lost >= LOSS_TOLD_SAMPLES || isHeard() || progress.ended())) {
            String reference =
                    progress.lossFrom() / SAMPLES_PER_MILLI + "-" + progress.lostUpTo() / SAMPLES_PER_MILLI + " ms";
            context.bury(sessionId, "AUDIO_NOT_RECOGNISED", reference, "no final result in time");
            progress = progress.lossTold();
        }
    }

    private boolean isHeard() {
        OpenStream open = stream;
        return open != null && open.taken;
    }

    private void finish() throws Exception {
        context.emit(new Utterance(
                progress.session(),
                Utterance.Kind.END,
                progress.nextOrdinal(),
                progress.received() / SAMPLES_PER_MILLI,
                progress.received() / SAMPLES_PER_MILLI,
                "",
                progress.serverMillis(),
                progress.gaps()));
        progressState.clear();
        audio.clear();
        over = true;
    }

    private void save() throws Exception {
        if (!progress.equals(saved)) {
            progressState.update(progress);
            saved = progress;
        }
    }

    /** When something is to be done though nothing happens. */
    private long nextDeadline() {
        long next = isSettled() ? Long.MAX_VALUE : endDeadline;
        OpenStream open = stream;
        if (open == null) {
            return needsStream() && retryAt > context.now() ? Math.min(next, retryAt) : next;
        }
        if (open.ending) {
            return Math.min(
                    next,
                    Math.max(open.endingAt, open.answeredAt)
                            + settings.startTimeout().toMillis());
        }
        next = Math.min(next, open.sentAt + settings.starvedBeforeClose().toMillis());
        if (!open.taken) {
            next = Math.min(next, open.openedAt + settings.startTimeout().toMillis());
        }
        if (open.answerDueSince > 0) {
            next = Math.min(next, open.answerDueSince + patienceMillis());
        }
        if (open.cursor + PIECE_SAMPLES <= progress.received()) {
            next = Math.min(next, context.now() + open.pace.millisUntil(PIECE_SAMPLES + SMALLEST_PIECE_SAMPLES));
        }
        return next;
    }
}
