package dev.dragoman.bench;

import dev.dragoman.bench.plot.CurveChart;
import dev.dragoman.bench.plot.CurveChart.Curve;
import dev.dragoman.client.RecordedTalk;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.talk.SampleTalk;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport;
import dev.dragoman.local.talk.TalkReport.HeardInterpretation;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import dev.dragoman.samples.Recording;
import dev.dragoman.samples.WordErrorRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What listeners notice: recorded talks, several at once and in two languages each, through the whole
 * system with the local engines. A short talk goes first, so that no figure is a cold start's.
 */
final class TalksBench {

    private static final List<String> LANGUAGES = List.of("es", "ca");
    private static final List<String> TALKS =
            List.of("talk-cr-mic-24k-250", "talk-ff-wa-24k-250", "talk-cr-mic-24k-250");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Speakers don't begin at the same moment. */
    private static final Duration APART = Duration.ofMillis(1_700);

    private static final double WORST_WORD_ERROR_RATE = 0.10;
    private static final long HEARD_P50 = 2_000;
    private static final long HEARD_P95 = 3_000;
    private static final long CAPTION_P50 = 1_200;

    private TalksBench() {}

    /** Measures; exits with 1 if something was lost or a bound not held. */
    public static void main(String[] args, FigureFiles files) throws Exception {
        boolean held = true;
        try (LocalSystem system = LocalSystem.start(LocalSystem.Settings.onFreePorts())) {
            speak(system, List.of("cr-mic-24k-250"));
            System.out.printf(
                    "| talk | language | heard p50 | p95 | longest | first caption p50 | word errors | lost |%n");
            System.out.printf("| --- | --- | --- | --- | --- | --- | --- | --- |%n");
            List<TalkReport> reports = speak(system, TALKS);
            for (int i = 0; i < TALKS.size(); i++) {
                held &= show(TALKS.get(i), reports.get(i));
            }
            files.keep(List.of(), List.of(heard(reports), captions(reports)));
        }
        System.out.printf(
                "%nAt most %d %% of the words wrong, heard p50 %,d ms and p95 %,d ms, first caption p50 %,d ms: %s%n",
                Math.round(100 * WORST_WORD_ERROR_RATE), HEARD_P50, HEARD_P95, CAPTION_P50, held ? "kept" : "NOT KEPT");
        System.exit(held ? 0 : 1);
    }

    private static boolean show(String name, TalkReport report) {
        String recognised =
                report.utterances().stream().map(SpokenUtterance::text).collect(Collectors.joining(" "));
        double wrong = WordErrorRate.between(String.join(" ", Recording.talkSentences()), recognised)
                .rate();
        boolean whole = report.nothingLost(LANGUAGES);
        TalkReport.Percentiles captions = report.firstCaptionMillis();
        boolean held = whole && wrong <= WORST_WORD_ERROR_RATE && captions != null && captions.p50() <= CAPTION_P50;
        for (String language : LANGUAGES) {
            TalkReport.Percentiles heard = report.heardMillis().get(language);
            held &= heard != null && heard.p50() <= HEARD_P50 && heard.p95() <= HEARD_P95;
            System.out.printf(
                    "| %s | %s | %s | %s | %s | %s | %.1f %% | %s |%n",
                    name,
                    language,
                    heard == null ? "–" : heard.p50() + " ms",
                    heard == null ? "–" : heard.p95() + " ms",
                    heard == null ? "–" : heard.max() + " ms",
                    captions == null ? "–" : captions.p50() + " ms",
                    100 * wrong,
                    whole ? "nothing" : "SOMETHING");
        }
        return held;
    }

    private static CurveChart heard(List<TalkReport> reports) {
        List<Curve> curves = new ArrayList<>();
        for (String language : LANGUAGES) {
            curves.add(Curve.of(
                    language,
                    utterances(reports)
                            .map(utterance -> utterance.interpretations().get(language))
                            .filter(Objects::nonNull)
                            .map(HeardInterpretation::heardMillis)
                            .filter(Objects::nonNull)
                            .map(Long::doubleValue)
                            .toList()));
        }
        return new CurveChart(
                "talks-heard",
                "From an utterance's last sound until it is heard in a language",
                "ms",
                curves,
                List.of(new CurveChart.Limit(50, HEARD_P50), new CurveChart.Limit(95, HEARD_P95)));
    }

    private static CurveChart captions(List<TalkReport> reports) {
        List<Double> captions = utterances(reports)
                .map(SpokenUtterance::firstCaptionMillis)
                .filter(Objects::nonNull)
                .map(Long::doubleValue)
                .toList();
        return new CurveChart(
                "talks-first-caption",
                "From an utterance's first sound to its first caption",
                "ms",
                List.of(Curve.of("en", captions)),
                List.of(new CurveChart.Limit(50, CAPTION_P50)));
    }

    private static Stream<SpokenUtterance> utterances(List<TalkReport> reports) {
        return reports.stream().flatMap(report -> report.utterances().stream());
    }

    private static List<TalkReport> speak(LocalSystem system, List<String> talks) throws Exception {
        ExecutorService speakers = Executors.newCachedThreadPool();
        try {
            List<Future<TalkReport>> speaking = new ArrayList<>();
            for (String name : talks) {
                RecordedTalk talk = SampleTalk.load(name);
                Callable<TalkReport> one =
                        () -> new Talk(system.webSocket(), system.newSpeaker(), "en", LANGUAGES, PATIENCE)
                                .speak(talk, new TalkRecord.Watcher() {}, session -> {})
                                .report();
                speaking.add(speakers.submit(one));
                TimeUnit.MILLISECONDS.sleep(APART.toMillis());
            }
            List<TalkReport> reports = new ArrayList<>();
            for (Future<TalkReport> one : speaking) {
                reports.add(one.get());
            }
            return reports;
        } finally {
            speakers.shutdownNow();
        }
    }
}
