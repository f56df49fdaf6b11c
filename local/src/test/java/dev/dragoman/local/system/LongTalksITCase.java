package dev.dragoman.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.client.LineOptions;
import dev.dragoman.job.transcribe.StreamId;
import dev.dragoman.local.calls.CallsAreListed;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.talk.Talk;
import dev.dragoman.local.talk.TalkRecord;
import dev.dragoman.local.talk.TalkReport.Percentiles;
import dev.dragoman.local.talk.TalkReport.SpokenUtterance;
import dev.dragoman.samples.WordErrorRate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Talks of minutes: speakers and listeners whose network fails, speakers who never pause, and speakers who pause for
 * minutes. Whatever it is, every word is recognised once, and heard once. They talk beside each other, but in waves,
 * for two cores recognise few at once.
 *
 * <p>Ten times a speaker is cut off for 20 s at a random moment: five speakers twice each. What was drawn is
 * printed; {@code -Ddragoman.seed=N} draws it again.
 */
@ExtendWith(CallsAreListed.class)
class LongTalksITCase {

    private static final List<String> LANGUAGES = List.of("es");

    private static final Duration SILENCE = Duration.ofMinutes(2);

    private static final int SPEAKERS = 5;

    /** Two cores hear no more at a time, when they also make up for what was cut. */
    private static final int AT_ONCE = 3;

    private static final int CUTS_EACH = 2;
    private static final int MILLIS_APART = 3_000;
    private static final Duration CUT = Duration.ofSeconds(20);

    /** So long after a cut everything is to be as before. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /** From the end of a cut to the next one: the recovery, and a sentence in which it shows. */
    private static final Duration AT_LEAST_BETWEEN = RECOVERY.plusSeconds(9);

    /** An utterance is over when it was silent for a moment, and that has to get through as well. */
    private static final Duration ENDING = Duration.ofSeconds(3);

    private static final int SENTENCES = 12;

    /** Of a sentence and the pause after it, on average. */
    private static final double SENTENCE_MILLIS =
            Speech.of(IntStream.range(0, SENTENCES).toArray()).length().toMillis() / (double) SENTENCES;

    /** What counts as normal on a machine that has other things to do. */
    private static final long NORMAL_MILLIS = 5_000;

    private static final long SEED = Long.getLong("dragoman.seed", System.nanoTime());

    private static final Starts STARTS = new Starts();
    private static final CompletableFuture<String> SILENT_SESSION = new CompletableFuture<>();

    private static LocalSystem system;
    private static final List<CutSpeaker> CUT_SPEAKERS = new ArrayList<>();
    private static Speaking silent;
    private static Speaking cutListener;
    private static Speaking renewed;
    private static DoublingSpeaker doubled;
    private static Speaking breathless;

    @BeforeAll
    static void speakAll() throws Exception {
        system = LocalSystem.start(LocalSystem.Settings.onFreePorts().with(STARTS));
        Random random = new Random(SEED);
        silent = begin("two minutes of silence", Speech.interrupted(SILENCE, 0, 5), SILENT_SESSION::complete);
        speakCut(AT_ONCE, random);
        CUT_SPEAKERS.forEach(speaker -> finish(speaker.talk()));
        speakCut(SPEAKERS - AT_ONCE, random);
        cutListener = withCutListener();
        renewed = renewedEveryTenSeconds();
        List.of(cutListener, renewed).forEach(LongTalksITCase::finish);
        doubled = DoublingSpeaker.speak(system, Speech.of(0, 1, 2, 3, 4, 5).talk(), new Random(random.nextLong()));
        breathless = begin("no pauses", Speech.unbroken(), session -> {});
        CUT_SPEAKERS.forEach(speaker -> finish(speaker.talk()));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    private static Speaking begin(String name, Speech speech, Consumer<String> onSession) {
        return Speaking.begin(name, talk(), speech, new TalkRecord.Watcher() {}, onSession);
    }

    private static void speakCut(int speakers, Random random) throws Exception {
        for (int i = 0; i < speakers; i++) {
            CutSpeaker speaker = withCutSpeaker(i, new Random(random.nextLong()));
            System.out.println(speaker.talk().name());
            CUT_SPEAKERS.add(speaker);
        }
    }

    private static void finish(Speaking talk) {
        talk.outcome().handle((done, failed) -> null).join();
    }

    private static Talk talk() {
        return new Talk(system.webSocket(), system.newSpeaker(), "en", LANGUAGES, Duration.ofSeconds(90));
    }

    @Nested
    class WhoseNetworkFails {

        @Test
        void aSpeakerWhoIsCutOffLosesNothing() {
            for (CutSpeaker speaker : CUT_SPEAKERS) {
                Speaking talk = speaker.talk();
                talk.keepsItsWords()
                        .skipsOnlyWhatIsLate()
                        .hearsSentences(talk.speech().startsMillis().size() - 1);
                assertThat(talk.report().chunksAcknowledged())
                        .as(talk.name())
                        .isEqualTo(talk.report().chunksSent());
                assertThat(speaker.cuts()).as(talk.name()).hasSize(CUTS_EACH);
            }
        }

        @Test
        void aSpeakerWhoIsCutOffIsHeardAsBeforeHalfAMinuteLater() {
            List<Long> heardAfterwards = new ArrayList<>();
            for (CutSpeaker speaker : CUT_SPEAKERS) {
                Speaking talk = speaker.talk();
                System.out.println(talk.name() + ": heard after " + talk.heardEach("es") + " ms");
                List<Instant> cuts = List.copyOf(speaker.cuts());
                for (int i = 0; i < cuts.size(); i++) {
                    Instant cut = cuts.get(i);
                    Instant next = i + 1 < cuts.size() ? cuts.get(i + 1) : Instant.MAX;
                    List<SpokenUtterance> afterwards = talk.report().utterances().stream()
                            .filter(utterance -> speaker.isRecoveredFrom(cut, utterance))
                            .filter(utterance -> speaker.isBefore(next, utterance))
                            .toList();
                    assertThat(afterwards)
                            .as("%s: what is said half a minute after cut %d", talk.name(), i + 1)
                            .isNotEmpty();
                    for (SpokenUtterance utterance : afterwards) {
                        Long heard = utterance.interpretations().get("es").heardMillis();
                        assertThat(heard)
                                .as("%s: how late '%s' was heard", talk.name(), utterance.text())
                                .isNotNull();
                        heardAfterwards.add(heard);
                    }
                }
            }
            assertThat(Percentiles.of(heardAfterwards).p95())
                    .as("heard p95 of what was said half a minute after a cut: %s", heardAfterwards)
                    .isLessThanOrEqualTo(NORMAL_MILLIS);
        }

        @Test
        void aListenerWhoIsCutOffHearsEverythingOnce() {
            cutListener.keepsItsWords().everythingIsHeardIn("es");
        }

        @Test
        void connectionsThatAreRenewedAllTheTimeCostNothing() {
            renewed.keepsItsWords().everythingIsHeardIn("es");
            assertThat(renewed.report().problems()).as(renewed.name()).isEmpty();
        }

        @Test
        void whatComesTwiceAndOutOfOrderIsHeardAsIfItHadNot() {
            String inOrder = renewed.report().utterances().stream()
                    .map(SpokenUtterance::text)
                    .collect(Collectors.joining(" "));
            String came = String.join(" ", doubled.captions());
            // The recogniser may hear a word or two otherwise when a piece of the talk comes a moment later.
            assertThat(WordErrorRate.between(inOrder, came).errors())
                    .as("seed %d%n  in order: %s%n  came: %s", SEED, inOrder, came)
                    .isLessThanOrEqualTo(Speaking.WORDS_AT_A_BREAK);
            assertThat(doubled.heard()).as("seed %d", SEED).isEqualTo(doubled.captions());
        }
    }

    @Nested
    class WhoNeverPauses {

        /** What the job is told: no utterance is longer. */
        private static final long LONGEST_UTTERANCE_MILLIS = 6_000;

        private static final long HEARD_P95_MILLIS = 6_000;

        @Test
        void isCutWithoutLosingOrDoublingAWord() {
            assertThat(breathless.speech().length()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
            breathless.keepsItsWords().everythingIsHeardIn("es");
        }

        @Test
        void noUtteranceIsLongerThanTheBound() {
            for (SpokenUtterance utterance : breathless.report().utterances()) {
                assertThat(utterance.mediaEndMillis() - utterance.mediaStartMillis())
                        .as("the length of '%s'", utterance.text())
                        .isLessThanOrEqualTo(LONGEST_UTTERANCE_MILLIS);
            }
        }

        @Test
        void isHeardInTime() {
            assertThat(breathless.heardMillis("es").p95())
                    .as("heard p95; all: %s", breathless.heardMillis("es"))
                    .isLessThanOrEqualTo(HEARD_P95_MILLIS);
        }
    }

    @Nested
    class WhoIsSilentForMinutes {

        @Test
        void silenceInventsNothingAndLosesNothing() {
            silent.keepsItsWords().everythingIsHeardIn("es");
            assertThat(silent.report().utterances())
                    .as("one utterance before the silence, one after it")
                    .hasSize(2);
            assertThat(silent.report().utterances().get(1).text())
                    .as("the first word after the silence")
                    .startsWith("The president");
        }

        @Test
        void silenceHasNoStream() {
            silent.report();
            assertThat(STARTS.of(SILENT_SESSION.join()))
                    .as("streams: one before the silence, one after it")
                    .isEqualTo(2);
        }
    }

    /**
     * A speaker who is cut off.
     *
     * @param talk what is spoken
     * @param cuts when it was cut off; complete when the talk is over
     */
    private record CutSpeaker(Speaking talk, Queue<Instant> cuts) {

        /** Whether an utterance was finished so long after a cut that everything is to be as before. */
        boolean isRecoveredFrom(Instant cut, SpokenUtterance utterance) {
            return !saidAt(utterance).isBefore(cut.plus(CUT).plus(RECOVERY));
        }

        /** Whether an utterance was finished in time before a cut. */
        boolean isBefore(Instant cut, SpokenUtterance utterance) {
            return saidAt(utterance).plus(ENDING).isBefore(cut);
        }

        private Instant saidAt(SpokenUtterance utterance) {
            return talk.outcome().join().playing().spokenAt(utterance.mediaEndMillis());
        }
    }

    /**
     * The first cut comes some time after the beginning, another when everything is as before. Each speaker's are
     * drawn from other seconds: two cores can't make up for five cuts at once.
     */
    private static CutSpeaker withCutSpeaker(int place, Random random) throws Exception {
        Tunnel tunnel = Tunnel.to(system.webSocket());
        Talk talk = talk();
        Talk through = new Talk(tunnel.webSocket(), talk.tokens(), "en", LANGUAGES, talk.patience())
                .heardAt(system.webSocket());
        StringBuilder name = new StringBuilder("cut speaker, seed " + SEED + ", cut for 20 s");
        CompletableFuture<String> session = new CompletableFuture<>();
        Queue<Instant> cuts = new ConcurrentLinkedQueue<>();
        long at = 2_000L + (long) place * MILLIS_APART + random.nextInt(MILLIS_APART);
        for (int i = 0; i < CUTS_EACH; i++) {
            name.append(i == 0 ? " at " : " and at ").append(at).append(" ms");
            var unused = session.thenRunAsync(
                    () -> {
                        cuts.add(Instant.now());
                        tunnel.cut(CUT);
                    },
                    later(at));
            at += CUT.plus(AT_LEAST_BETWEEN).toMillis() + random.nextInt(3_000);
        }
        // As much speech as shows that the last cut is got over: at is where another would have come.
        int sentences = (int) Math.ceil(at / SENTENCE_MILLIS);
        Speech speech = Speech.of(IntStream.range(0, sentences)
                .map(sentence -> sentence % SENTENCES)
                .toArray());
        return new CutSpeaker(
                Speaking.begin(name.toString(), through, speech, new TalkRecord.Watcher() {}, session::complete), cuts);
    }

    private static Executor later(long millis) {
        return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    }

    private static Speaking withCutListener() throws Exception {
        Tunnel tunnel = Tunnel.to(system.webSocket());
        CompletableFuture<String> session = new CompletableFuture<>();
        var unused = session.thenRunAsync(() -> tunnel.cut(Duration.ofSeconds(20)), later(5_000));
        return Speaking.begin(
                "cut listener",
                talk().heardAt(tunnel.webSocket()),
                Speech.of(0, 1, 2, 3, 4, 5),
                new TalkRecord.Watcher() {},
                session::complete);
    }

    private static Speaking renewedEveryTenSeconds() {
        return Speaking.begin(
                "renewed every 10 s",
                talk().with(LineOptions.defaults().renewedAfter(Duration.ofSeconds(10))),
                Speech.of(0, 1, 2, 3, 4, 5),
                new TalkRecord.Watcher() {},
                session -> {});
    }

    /** Counts the streams of each session; nothing goes wrong. */
    private static final class Starts implements Faults {

        private final List<String> streams = new CopyOnWriteArrayList<>();

        @Override
        public Fault next(String operation) {
            return Fault.NONE;
        }

        @Override
        public Fault next(String operation, String target) {
            if (operation.equals("StartStreamTranscription")) {
                streams.add(target);
            }
            return Fault.NONE;
        }

        long of(String sessionId) {
            return streams.stream()
                    .filter(stream -> StreamId.isOf(stream, sessionId))
                    .count();
        }
    }
}
