package dev.dragoman.local.talk;

import dev.dragoman.client.HeardAudio;
import dev.dragoman.client.ListenerEvents;
import dev.dragoman.client.SpeakerCounters;
import dev.dragoman.job.transcript.WebVtt;
import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.SessionOver;
import dev.dragoman.protocol.Skipped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Notes what every listener of a talk gets and when, and makes the report of it. Safe for use by
 * many threads.
 */
public final class TalkRecord {

    /** Hears of the talk as it goes on. Called one at a time. */
    public interface Watcher {

        /** An utterance is being recognised: its words may change. */
        default void recognising(long mediaStartMillis, String text) {}

        /** An utterance was recognised: its words stay. */
        default void recognised(long mediaStartMillis, String text) {}

        /** An interpretation is complete at its listener. */
        default void heard(String language, HeardAudio audio, long heardMillis) {}

        /** There is no audio for an utterance. */
        default void silent(String language, long mediaStartMillis, String reason) {}

        /** Something went wrong. */
        default void problem(String text) {}
    }

    /** What a caption or an interpretation in one language is so far. */
    private static final class Piece {
        private @Nullable String text;
        private @Nullable Instant translatedAt;
        private @Nullable HeardAudio audio;
        private @Nullable Long heardMillis;
        private @Nullable String skipped;
    }

    private final Clock clock;
    private final Watcher watcher;
    private final NavigableMap<Long, Caption> spoken = new TreeMap<>();
    private final Map<Long, Instant> firstCaptions = new LinkedHashMap<>();
    private final Map<Long, Instant> finalCaptions = new LinkedHashMap<>();
    private final Map<String, NavigableMap<Long, Piece>> pieces = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private LongFunction<Instant> spokenAt = media -> Instant.EPOCH;

    /** Notes by this clock. */
    public TalkRecord(Clock clock, Watcher watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Says when a media time (in milliseconds) was spoken. Before the first word is due. */
    public synchronized void timedBy(LongFunction<Instant> newSpokenAt) {
        this.spokenAt = newSpokenAt;
    }

    /** For the listener in the source language. */
    public ListenerEvents source() {
        return new ListenerEvents() {
            @Override
            public void caption(Caption caption) {
                synchronized (TalkRecord.this) {
                    firstCaptions.putIfAbsent(caption.mediaStartMillis(), clock.instant());
                    if (caption.partial()) {
                        watcher.recognising(caption.mediaStartMillis(), caption.text());
                    } else if (spoken.put(caption.mediaStartMillis(), caption) == null) {
                        finalCaptions.put(caption.mediaStartMillis(), clock.instant());
                        watcher.recognised(caption.mediaStartMillis(), caption.text());
                    }
                }
            }

            @Override
            public void problem(Problem problem) {
                noteProblem(problem);
            }
        };
    }

    /** For a listener in a target language. */
    public ListenerEvents interpretation(String language) {
        NavigableMap<Long, Piece> own = new TreeMap<>();
        synchronized (this) {
            pieces.put(language, own);
        }
        return new ListenerEvents() {
            @Override
            public void caption(Caption caption) {
                synchronized (TalkRecord.this) {
                    if (!caption.partial()) {
                        Piece piece = piece(own, caption.mediaStartMillis());
                        piece.text = caption.text();
                        piece.translatedAt = piece.translatedAt == null ? clock.instant() : piece.translatedAt;
                    }
                }
            }

            @Override
            public void audio(HeardAudio audio) {
                synchronized (TalkRecord.this) {
                    Piece piece = piece(own, audio.mediaStartMillis());
                    long millis = Duration.between(spokenAt.apply(audio.mediaEndMillis()), audio.completeAt())
                            .toMillis();
                    piece.text = audio.text();
                    piece.audio = audio;
                    piece.heardMillis = millis;
                    watcher.heard(language, audio, millis);
                }
            }

            @Override
            public void missed(Audio audio, String reason) {
                noSound(language, own, audio.mediaStartMillis(), "DOWNLOAD_FAILED: " + reason);
            }

            @Override
            public void skipped(Skipped skipped) {
                noSound(language, own, skipped.mediaStartMillis(), skipped.reason());
            }

            @Override
            public void problem(Problem problem) {
                noteProblem(problem);
            }
        };
    }

    /** Something was wrong: for the speaker, or for anybody. */
    public synchronized void noteProblem(Problem problem) {
        String text = problem.code() + ": " + problem.message();
        problems.add(text);
        watcher.problem(text);
    }

    /** The interpretations that were heard in a language, in media order. */
    public synchronized List<HeardAudio> heard(String language) {
        return of(language).values().stream()
                .map(piece -> piece.audio)
                .filter(audio -> audio != null)
                .toList();
    }

    /** The final captions in a language, in media order; the source language's are what was recognised. */
    synchronized List<WebVtt.Cue> captions(@Nullable String language) {
        List<WebVtt.Cue> cues = new ArrayList<>();
        for (Caption caption : spoken.values()) {
            if (language == null) {
                cues.add(cue(caption, caption.text()));
                continue;
            }
            Piece piece = of(language).get(caption.mediaStartMillis());
            if (piece != null && piece.text != null) {
                cues.add(cue(caption, piece.text));
            }
        }
        return cues;
    }

    /** What became of the talk. */
    synchronized TalkReport report(
            String sessionId, String sourceLanguage, SessionOver over, SpeakerCounters counters) {
        List<SpokenUtterance> utterances = new ArrayList<>();
        for (Caption caption : spoken.values()) {
            Map<String, HeardInterpretation> interpretations = new LinkedHashMap<>();
            pieces.forEach((language, own) -> {
                Piece piece = own.get(caption.mediaStartMillis());
                if (piece != null) {
                    interpretations.put(
                            language,
                            new HeardInterpretation(
                                    piece.text,
                                    piece.audio == null ? null : audioFile(language, caption.mediaStartMillis()),
                                    piece.audio == null ? null : piece.audio.durationMillis(),
                                    since(caption.mediaEndMillis(), piece.translatedAt),
                                    piece.heardMillis,
                                    piece.skipped));
                }
            });
            utterances.add(new SpokenUtterance(
                    caption.mediaStartMillis(),
                    caption.mediaEndMillis(),
                    caption.text(),
                    since(caption.mediaStartMillis(), firstCaptions.get(caption.mediaStartMillis())),
                    since(caption.mediaEndMillis(), finalCaptions.get(caption.mediaStartMillis())),
                    interpretations));
        }
        Map<String, Percentiles> heardMillis = new LinkedHashMap<>();
        pieces.forEach((language, own) -> {
            List<Long> values = own.values().stream()
                    .map(piece -> piece.heardMillis)
                    .filter(millis -> millis != null)
                    .toList();
            if (!values.isEmpty()) {
                heardMillis.put(language, Percentiles.of(values));
            }
        });
        return new TalkReport(
                sessionId,
                sourceLanguage,
                over.mediaMillis(),
                counters.sent(),
                counters.acknowledged(),
                over.gaps(),
                utterances,
                heardMillis,
                firstCaptionMillis(),
                List.copyOf(problems));
    }

    /** Where the audio of an interpretation lies beside the report. */
    static String audioFile(String language, long mediaStartMillis) {
        return language + "/" + mediaStartMillis + ".mp3";
    }

    private @Nullable Percentiles firstCaptionMillis() {
        List<Long> values = spoken.keySet().stream()
                .filter(firstCaptions::containsKey)
                .map(start -> Duration.between(spokenAt.apply(start), firstCaptions.get(start))
                        .toMillis())
                .toList();
        return values.isEmpty() ? null : Percentiles.of(values);
    }

    /** How long after a media time was spoken something happened, in milliseconds. */
    private @Nullable Long since(long mediaMillis, @Nullable Instant happened) {
        return happened == null
                ? null
                : Duration.between(spokenAt.apply(mediaMillis), happened).toMillis();
    }

    private void noSound(String language, NavigableMap<Long, Piece> own, long mediaStartMillis, String reason) {
        synchronized (this) {
            piece(own, mediaStartMillis).skipped = reason;
            watcher.silent(language, mediaStartMillis, reason);
        }
    }

    private NavigableMap<Long, Piece> of(String language) {
        return pieces.getOrDefault(language, new TreeMap<>());
    }

    private static Piece piece(NavigableMap<Long, Piece> own, long mediaStartMillis) {
        return own.computeIfAbsent(mediaStartMillis, start -> new Piece());
    }

    private static WebVtt.Cue cue(Caption caption, String text) {
        return new WebVtt.Cue(caption.mediaStartMillis(), caption.mediaEndMillis(), text);
    }
}
