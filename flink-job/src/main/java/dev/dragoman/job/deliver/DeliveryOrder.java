package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.Skipped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is to be told of one session in order. For each language: every promised utterance ends
 * in exactly one {@link Audio} or {@link Skipped}, in media time, its {@link Caption} before it; the
 * captions are in media time among themselves, and come as soon as their text is there, while the
 * audio before them may still be on its way. Nothing is told twice, and nothing waits longer than
 * the settings' patience. A partial caption is told if it is the newest and no final one is due before
 * it, and else passed over. What an announcement knows to be told before, and comes again with other
 * borders, is left out word by word.
 *
 * <p>An announcement that comes before its turn waits; one that never comes is passed over when the
 * patience with it ends. An interpretation may come with its text alone first and complete later.
 * What comes twice, or after it was given up, is ignored. Knows neither Flink nor a clock: it is
 * told the time.
 */
final class DeliveryOrder {

    /** The stage's name in dead letters. */
    static final String STAGE = "order";

    /** The code of what came too late or never, in dead letters and in {@link Skipped}. */
    static final String LATE = "LATE";

    /** A day: as long as everything in S3 lives. */
    private static final long KEPT_SECONDS = 86_400;

    private final String sessionId;
    private final OrderSettings settings;
    private final Outbox outbox;

    /** Nothing is given up before the subtask had the patience itself: after a restore all begins anew. */
    private final long patientUntilMillis;

    private int nextOrdinal;
    private final List<Progress.Early> early;
    private final List<Progress.Awaited> awaited;
    private final List<Interpretation> arrived;
    private final Map<String, Long> announcedUntil;
    private final Map<String, Long> partialUntil;
    private @Nullable Utterance end;
    private long overMillis;

    /**
     * The order of a session that got so far.
     *
     * @param openedMillis since when this subtask runs, by the server's clock
     */
    DeliveryOrder(String sessionId, Progress progress, OrderSettings settings, long openedMillis, Outbox outbox) {
        this.sessionId = sessionId;
        this.settings = settings;
        this.outbox = outbox;
        this.patientUntilMillis = openedMillis + settings.patience().toMillis();
        this.nextOrdinal = progress.nextOrdinal();
        this.early = new ArrayList<>(progress.early());
        this.awaited = new ArrayList<>(progress.awaited());
        this.arrived = new ArrayList<>(progress.arrived());
        this.announcedUntil = new HashMap<>(progress.announcedUntilMillis());
        this.partialUntil = new HashMap<>(progress.partialUntilMillis());
        this.end = progress.end();
        this.overMillis = progress.overMillis();
    }

    /** How far it got. */
    Progress progress() {
        return new Progress(nextOrdinal, early, awaited, arrived, announcedUntil, partialUntil, end, overMillis);
    }

    /** Takes an announcement or an interpretation. */
    void take(Interpretation in, long nowMillis) {
        if (overMillis != Progress.NOT_OVER) {
            return;
        }
        if (in.utterance().kind() == Utterance.Kind.PARTIAL) {
            tellPartial(in);
            return;
        }
        if (in.announces()) {
            announce(in, nowMillis);
        } else {
            arrive(in);
        }
        release(nowMillis);
    }

    /** Gives up what has been waited for long enough. */
    void wake(long nowMillis) {
        if (overMillis == Progress.NOT_OVER) {
            release(nowMillis);
        }
    }

    /** When to be woken, if anything is waited for. */
    OptionalLong nextWakeMillis() {
        OptionalLong next = OptionalLong.empty();
        for (Progress.Early one : early) {
            next = earlier(next, one.untilMillis());
        }
        for (Progress.Awaited one : awaited) {
            next = earlier(next, one.untilMillis());
        }
        return next;
    }

    private OptionalLong earlier(OptionalLong a, long untilMillis) {
        long b = Math.max(untilMillis, patientUntilMillis);
        return OptionalLong.of(a.isPresent() ? Math.min(a.getAsLong(), b) : b);
    }

    private boolean isGivenUp(long untilMillis, long nowMillis) {
        return nowMillis >= Math.max(untilMillis, patientUntilMillis);
    }

    // ---- what comes

    private void announce(Interpretation announcement, long nowMillis) {
        int ordinal = announcement.utterance().ordinal();
        if (ordinal < nextOrdinal || early.stream().anyMatch(one -> one.ordinal() == ordinal)) {
            return;
        }
        early.add(
                new Progress.Early(announcement, nowMillis + settings.patience().toMillis()));
        early.sort(Comparator.comparingInt(Progress.Early::ordinal));
    }

    /** Keeps the most complete form of an interpretation that is still wanted. */
    private void arrive(Interpretation in) {
        int ordinal = in.utterance().ordinal();
        if (ordinal < nextOrdinal && awaited.stream().noneMatch(one -> one.isFor(in))) {
            return;
        }
        Interpretation before = arrived(ordinal, in.language());
        if (before == null) {
            arrived.add(withoutSpeech(in));
        } else if (!isComplete(before) && isComplete(in)) {
            arrived.set(arrived.indexOf(before), withoutSpeech(in));
        }
    }

    private static Interpretation withoutSpeech(Interpretation in) {
        return in.speech() == null || in.text() == null ? in : in.withText(in.text());
    }

    private static boolean isComplete(Interpretation in) {
        return in.url() != null || in.unspoken() != null || in.failure() != null;
    }

    private @Nullable Interpretation arrived(int ordinal, String language) {
        for (Interpretation one : arrived) {
            if (one.utterance().ordinal() == ordinal && one.language().equals(language)) {
                return one;
            }
        }
        return null;
    }

    /** Only of the utterance whose turn it is: captions keep media time. */
    private void tellPartial(Interpretation in) {
        Utterance untold = untold(in.utterance(), in.language());
        if (untold == null || in.utterance().ordinal() != nextOrdinal) {
            return;
        }
        if (in.announces()) {
            tellSource(untold, true);
        } else if (in.text() != null && isNewestPartial(in)) {
            partialUntil.put(in.language(), untold.mediaEndMillis());
            long start = untold.mediaStartMillis();
            String caption = ProtocolJson.write(
                    new Caption(sessionId, in.language(), start, untold.mediaEndMillis(), in.text(), true, null));
            outbox.tell(new Notification(sessionId, in.language(), caption, start, true));
        }
    }

    /** Translations overtake each other; and a caption before it keeps its place before it. */
    private boolean isNewestPartial(Interpretation in) {
        return in.utterance().mediaEndMillis() > partialUntil.getOrDefault(in.language(), 0L)
                && awaited.stream()
                        .allMatch(one -> one.captioned() || !one.language().equals(in.language()));
    }

    // ---- what goes

    private void release(long nowMillis) {
        announceInTurn(nowMillis);
        tellCaptions();
        settleInTurn(nowMillis);
        if (end != null && awaited.isEmpty()) {
            tell(
                    Notification.EVERYONE,
                    new SessionOver(sessionId, end.mediaEndMillis(), end.gaps()),
                    end.mediaEndMillis(),
                    Notification.UNFINISHED);
            early.clear();
            arrived.clear();
            overMillis = nowMillis;
        }
    }

    private void announceInTurn(long nowMillis) {
        while (!early.isEmpty() && end == null) {
            Progress.Early first = early.get(0);
            if (first.ordinal() > nextOrdinal) {
                if (!isGivenUp(first.untilMillis(), nowMillis)) {
                    return;
                }
                bury("utterances " + nextOrdinal + " to " + (first.ordinal() - 1), "never announced", nowMillis);
                nextOrdinal = first.ordinal();
                arrived.removeIf(one -> one.utterance().ordinal() < nextOrdinal
                        && awaited.stream().noneMatch(wanted -> wanted.isFor(one)));
            }
            early.remove(0);
            nextOrdinal++;
            promise(first.announcement(), nowMillis);
        }
    }

    private void promise(Interpretation announcement, long nowMillis) {
        if (announcement.failure() != null) {
            outbox.bury(announcement.failure());
        }
        Utterance utterance = announcement.utterance();
        if (utterance.kind() == Utterance.Kind.END) {
            end = utterance;
            return;
        }
        announcement.toldUntilMillis().forEach((language, until) -> announcedUntil.merge(language, until, Math::max));
        String source = utterance.session().sourceLanguage();
        Utterance untoldInSource = untold(utterance, source);
        if (untoldInSource != null) {
            tellSource(untoldInSource, false);
            announcedUntil.merge(source, utterance.mediaEndMillis(), Math::max);
        }
        for (String language : announcement.languages()) {
            Utterance untold = untold(utterance, language);
            if (untold != null) {
                awaited.add(new Progress.Awaited(
                        utterance.ordinal(),
                        language,
                        untold.mediaStartMillis(),
                        untold.mediaEndMillis(),
                        nowMillis + settings.patience().toMillis(),
                        false));
                announcedUntil.merge(language, utterance.mediaEndMillis(), Math::max);
            } else {
                arrived.removeIf(one -> one.utterance().ordinal() == utterance.ordinal()
                        && one.language().equals(language));
            }
        }
    }

    /** What of an utterance a language's listeners were not told yet; null if nothing. */
    private @Nullable Utterance untold(Utterance utterance, String language) {
        return utterance.since(announcedUntil.getOrDefault(language, 0L));
    }

    private void tellCaptions() {
        Set<String> waiting = new HashSet<>();
        for (int i = 0; i < awaited.size(); i++) {
            Progress.Awaited one = awaited.get(i);
            if (one.captioned() || waiting.contains(one.language())) {
                continue;
            }
            Interpretation interpretation = arrived(one.ordinal(), one.language());
            if (interpretation != null && interpretation.text() != null) {
                tellCaption(one, interpretation);
                awaited.set(i, one.withCaption());
            } else if (interpretation == null || !isComplete(interpretation)) {
                waiting.add(one.language());
            }
        }
    }

    private void settleInTurn(long nowMillis) {
        Set<String> waiting = new HashSet<>();
        for (Iterator<Progress.Awaited> each = awaited.iterator(); each.hasNext(); ) {
            Progress.Awaited one = each.next();
            if (waiting.contains(one.language())) {
                continue;
            }
            Interpretation interpretation = arrived(one.ordinal(), one.language());
            if (interpretation != null && isComplete(interpretation)) {
                settle(one, interpretation, nowMillis);
            } else if (isGivenUp(one.untilMillis(), nowMillis)) {
                skip(one, interpretation, LATE, nowMillis);
                bury(one.language() + "/" + one.mediaStartMillis(), "not ready in time", nowMillis);
            } else {
                waiting.add(one.language());
                continue;
            }
            each.remove();
            arrived.removeIf(one::isFor);
        }
        // Giving up the first may have freed the captions of those behind it.
        tellCaptions();
    }

    private void settle(Progress.Awaited one, Interpretation interpretation, long nowMillis) {
        Utterance utterance = interpretation.utterance();
        DeadLetter failure = interpretation.failure();
        String url = interpretation.url();
        String text = interpretation.text();
        if (!one.captioned() && text != null) {
            tellCaption(one, interpretation);
        }
        if (failure != null) {
            outbox.bury(failure);
            skip(one, interpretation, failure.reason(), nowMillis);
        } else if (interpretation.unspoken() != null) {
            skip(one, interpretation, interpretation.unspoken(), nowMillis);
        } else if (nowMillis - utterance.spokenServerMillis()
                > settings.latest().toMillis()) {
            bury(one.language() + "/" + one.mediaStartMillis(), "older than it may be heard", nowMillis);
            skip(one, interpretation, LATE, nowMillis);
        } else if (url != null && text != null) {
            Audio audio = new Audio(
                    sessionId,
                    one.language(),
                    one.mediaStartMillis(),
                    one.mediaEndMillis(),
                    interpretation.durationMillis(),
                    url,
                    text,
                    utterance.text());
            outbox.tell(notification(one.language(), audio, one.mediaStartMillis(), one.mediaEndMillis())
                    .interpretingWhatWasSpokenAt(utterance.spokenServerMillis())
                    .keeping(item(one, interpretation, null, nowMillis)));
        }
    }

    private void skip(Progress.Awaited one, @Nullable Interpretation interpretation, String reason, long nowMillis) {
        outbox.skipped(reason);
        Skipped marker = new Skipped(sessionId, one.language(), one.mediaStartMillis(), one.mediaEndMillis(), reason);
        outbox.tell(notification(one.language(), marker, one.mediaStartMillis(), one.mediaEndMillis())
                .keeping(item(one, interpretation, reason, nowMillis)));
    }

    /** What who misses it can ask for later. */
    private InterpretationItem item(
            Progress.Awaited one, @Nullable Interpretation interpretation, @Nullable String skipped, long nowMillis) {
        String text = interpretation == null ? null : interpretation.text();
        // Where there is speech its object's name has this start; a marker has the one that was announced.
        long start = interpretation == null || skipped != null
                ? one.mediaStartMillis()
                : interpretation.utterance().mediaStartMillis();
        return new InterpretationItem(
                InterpretationItem.key(sessionId, one.language()),
                start,
                one.mediaEndMillis(),
                interpretation == null || skipped != null ? 0 : interpretation.durationMillis(),
                text == null ? "" : text,
                interpretation == null ? "" : interpretation.utterance().text(),
                skipped,
                nowMillis / 1_000 + KEPT_SECONDS);
    }

    private void tellCaption(Progress.Awaited one, Interpretation interpretation) {
        tell(
                one.language(),
                new Caption(
                        sessionId,
                        one.language(),
                        one.mediaStartMillis(),
                        one.mediaEndMillis(),
                        String.valueOf(interpretation.text()),
                        false,
                        interpretation.utterance().text()),
                one.mediaStartMillis(),
                Notification.UNFINISHED);
    }

    private void tellSource(Utterance utterance, boolean partial) {
        String language = utterance.session().sourceLanguage();
        long start = utterance.mediaStartMillis();
        String caption = ProtocolJson.write(
                new Caption(sessionId, language, start, utterance.mediaEndMillis(), utterance.text(), partial, null));
        long toldUntil = partial ? Notification.UNFINISHED : utterance.mediaEndMillis();
        Notification toListeners = new Notification(sessionId, language, caption, start, partial, toldUntil);
        outbox.tell(partial ? toListeners : toListeners.keeping(read(utterance, language)));
        outbox.tell(new Notification(sessionId, ConnectionItem.SPEAKER, caption, start, partial));
    }

    private InterpretationItem read(Utterance utterance, String language) {
        return new InterpretationItem(
                InterpretationItem.key(sessionId, language),
                utterance.mediaStartMillis(),
                utterance.mediaEndMillis(),
                0,
                utterance.text(),
                utterance.text(),
                InterpretationItem.READ,
                utterance.spokenServerMillis() / 1_000 + KEPT_SECONDS);
    }

    private void tell(String target, ServerMessage message, long mediaMillis, long toldUntilMillis) {
        outbox.tell(notification(target, message, mediaMillis, toldUntilMillis));
    }

    private Notification notification(String target, ServerMessage message, long mediaMillis, long toldUntilMillis) {
        return new Notification(sessionId, target, ProtocolJson.write(message), mediaMillis, false, toldUntilMillis);
    }

    private void bury(String reference, String detail, long nowMillis) {
        outbox.bury(new DeadLetter(STAGE, LATE, sessionId, reference, detail, nowMillis));
    }
}
