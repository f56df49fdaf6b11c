package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.transcribe.FakeTranscriber.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that goes wrong with the service loses a word within the bound, or doubles one. */
class TranscribeFailuresTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    static Stream<List<Fault>> faults() {
        return Stream.of(
                List.of(new Fault.FailAt(0, StreamEvent.Cause.LOST)),
                List.of(new Fault.FailAt(1_500, StreamEvent.Cause.LOST)),
                List.of(
                        new Fault.FailAt(2_000, StreamEvent.Cause.LOST),
                        new Fault.FailAt(1_000, StreamEvent.Cause.LOST),
                        new Fault.FailAt(900, StreamEvent.Cause.LOST)),
                List.of(new Fault.FailAt(3_100, StreamEvent.Cause.REFUSED)),
                List.of(
                        new Fault.Refuse(StreamEvent.Cause.THROTTLED),
                        new Fault.Refuse(StreamEvent.Cause.THROTTLED),
                        new Fault.Refuse(StreamEvent.Cause.THROTTLED)),
                List.of(new Fault.EndAt(1_300)),
                List.of(new Fault.EndAt(3_100)),
                List.of(new Fault.MuteAt(0)),
                List.of(new Fault.MuteAt(1_300)),
                List.of(new Fault.MuteAt(3_000), new Fault.MuteAt(1_000)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aTalkSurvives(List<Fault> faults) throws Exception {
        // Given
        transcriber.silentInSilence().faults(faults.toArray(Fault[]::new));
        Talk talk = Talk.inEnglish();
        for (int word = 1; word <= 60; word += 6) {
            talk.words(word, word + 5).pause(700);
        }

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(10_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 60));
            assertThat(harness.finals()).extracting(Utterance::ordinal).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(0);
            assertThat(harness.deadLetters()).isEmpty();
            assertThat(transcriber.streams()).hasSize(faults.size() + 1);
        }
    }

    @Test
    void speechWhoseResultsAreLostIsHeardAgainThoughTheStreamGoesOn() throws Exception {
        // Given a stream that loses the second and the third sentence's results
        transcriber.silentInSilence().faults(new Fault.LoseResultsBetween(2_700, 7_500));
        Talk talk = Talk.inEnglish();
        for (int word = 1; word <= 24; word += 6) {
            talk.words(word, word + 5).pause(700);
        }

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(10_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 24));
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void noiseBeforeTheFirstWordCostsOneMoreStreamAtMost() throws Exception {
        // Given two streams that find nothing in four seconds of loud sound
        transcriber
                .silentInSilence()
                .faults(new Fault.LoseResultsBetween(0, 4_000), new Fault.LoseResultsBetween(0, 4_000));
        Talk talk = Talk.inEnglish().words(1, 10).pause(1_200).words(11, 16).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(10_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(11, 16));
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void aServiceThatIsMuteWhenTheSessionEndsIsAskedAgainUntilItHears() throws Exception {
        // Given streams that end in good order and heard nothing
        transcriber.silentInSilence();
        for (int i = 0; i < 5; i++) {
            transcriber.faults(new Fault.LoseResultsBetween(0, 60_000));
        }
        Talk talk = Talk.inEnglish().words(1, 12).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(30_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 12));
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(0);
        }
    }

    @Test
    void speechThatIsNeverAnsweredIsACountedGapAndNotSilence() throws Exception {
        // Given
        transcriber.silentInSilence();
        for (int i = 0; i < 100; i++) {
            transcriber.faults(new Fault.LoseResultsBetween(0, 60_000));
        }
        Talk talk = Talk.inEnglish().words(1, 12).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(40_000);

            // Then
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(1);
            assertThat(harness.deadLetters()).extracting(DeadLetter::reason).containsExactly("AUDIO_NOT_RECOGNISED");
        }
    }

    @Test
    void otherSessionsNoticeNothing() throws Exception {
        // Given
        transcriber.faults(new Fault.MuteAt(500), new Fault.None());
        Talk unlucky = Talk.of("unlucky").words(1, 30).pause(700);
        Talk lucky = Talk.of("lucky").words(1, 30).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            List<Pcm> first = unlucky.batches(300);
            List<Pcm> second = lucky.batches(300);
            for (int i = 0; i < first.size(); i++) {
                harness.speak(List.of(first.get(i), second.get(i)));
                long now = second.get(i).serverMillis();
                List<Utterance> partials = harness.partials().stream()
                        .filter(utterance -> utterance.session().sessionId().equals("lucky"))
                        .toList();

                // Then
                assertThat(partials.get(partials.size() - 1).spokenServerMillis())
                        .isGreaterThanOrEqualTo(Math.min(now - 350, Talk.SERVER_START + 9_000));
            }
        }
    }

    @Test
    void aStreamThatFailsBeginsAgainWhereFinalityEnds() throws Exception {
        // Given
        transcriber.faults(new Fault.FailAt(3_500, StreamEvent.Cause.LOST));
        Talk talk = Talk.inEnglish().words(1, 5).pause(600).words(6, 12).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(100));
            harness.pass(1_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 12));
            assertThat(transcriber.streams().get(1).audioMillis())
                    .as("without the first five words")
                    .isBetween(2_800, 2_900);
        }
    }

    @Test
    void triesAreMadeAtGrowingDistances() throws Exception {
        // Given a service that takes nobody
        for (int i = 0; i < 100; i++) {
            transcriber.faults(new Fault.Refuse(StreamEvent.Cause.THROTTLED));
        }
        Talk talk = Talk.inEnglish().words(1, 60);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));

            // Then 0.2, 0.4, 0.8, 1.6, 3.2 and then 5 seconds apart
            assertThat(transcriber.streams()).hasSizeBetween(7, 8);
        }
    }

    @Test
    void whatWaitsLongerThanTheBoundBecomesOneGapAndTheRestGoesOn() throws Exception {
        // Given a service that takes nobody for a minute
        for (int i = 0; i < 14; i++) {
            transcriber.faults(new Fault.Refuse(StreamEvent.Cause.THROTTLED));
        }
        TranscribeSettings settings =
                Settings.defaults().maxPending(Duration.ofSeconds(15)).build();
        Talk talk = Talk.inEnglish().words(1, 250).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            String text = harness.text();
            assertThat(text).endsWith(Talk.text(230, 250));
            int whole = text.startsWith("broken-") ? text.indexOf(' ') + 1 : 0;
            int first = Integer.parseInt(text.substring(whole + 1, text.indexOf(' ', whole)));
            assertThat(text.substring(whole)).isEqualTo(Talk.text(first, 250));
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(1);
            assertThat(harness.deadLetters())
                    .hasSizeBetween(4, 6)
                    .extracting(DeadLetter::stage, DeadLetter::reason)
                    .containsOnly(tuple("transcribe", "AUDIO_NOT_RECOGNISED"));
            long at = 0;
            for (DeadLetter letter : harness.deadLetters()) {
                String[] range = letter.reference().split("[- ]", 3);
                assertThat(Long.parseLong(range[0])).isEqualTo(at);
                at = Long.parseLong(range[1]);
            }
            assertThat(at)
                    .as("up to the middle of the word before the first")
                    .isBetween((first - 2) * 300L, first * 300L);
        }
    }

    @Test
    void aStreamThatFallsBehindIsReplacedByOneThatBeginsLater() throws Exception {
        // Given a stream that tells the same two words again and again
        transcriber.faults(new Fault.StuckAt(700));
        TranscribeSettings settings =
                Settings.defaults().maxPending(Duration.ofSeconds(10)).build();
        Talk talk = Talk.inEnglish().words(1, 80).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then what was certain, a gap, and what was said from five seconds before the replacement
            String text = harness.text();
            assertThat(text).startsWith("w1 ").endsWith(Talk.text(30, 80));
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(1);
            assertThat(harness.deadLetters()).hasSize(1);
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void lastResultsThatAreLostAreAskedForAgain() throws Exception {
        // Given
        transcriber.faults(new Fault.LoseLastResults(), new Fault.LoseLastResults());
        Talk talk = Talk.inEnglish().words(1, 4).pause(700).words(5, 8);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(300));

            // When
            harness.receive(talk.end());
            harness.pass(5_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 8));
            assertThat(transcriber.streams()).hasSize(3);
            assertThat(harness.ends()).hasSize(1);
        }
    }

    @Test
    void wordsThatNeverBecomeFinalAreTakenAsTheyAre() throws Exception {
        // Given
        for (int i = 0; i < 10; i++) {
            transcriber.faults(new Fault.LoseLastResults());
        }
        Talk talk = Talk.inEnglish().words(1, 4).pause(100);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(200));

            // When
            harness.receive(talk.end());
            harness.pass(5_000);

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 4));
            assertThat(harness.ends()).hasSize(1);
            assertThat(transcriber.streams()).hasSize(3);
        }
    }

    @Test
    void theSessionEndsThoughTheServiceNeverAnswers() throws Exception {
        // Given
        for (int i = 0; i < 100; i++) {
            transcriber.faults(new Fault.MuteAt(0));
        }
        Talk talk = Talk.inEnglish().words(1, 20);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(300));

            // When
            harness.receive(talk.end());
            harness.pass(29_000);
            assertThat(harness.ends()).isEmpty();
            harness.pass(1_000);

            // Then
            assertThat(harness.all())
                    .extracting(Utterance::kind, Utterance::gaps)
                    .containsExactly(tuple(Utterance.Kind.END, 1));
            assertThat(harness.deadLetters())
                    .extracting(DeadLetter::reason, DeadLetter::reference)
                    .containsExactly(tuple("AUDIO_NOT_RECOGNISED", "0-6000 ms"));
            assertThat(transcriber.open()).isZero();
            assertThat(harness.stateEntries()).isZero();
        }
    }

    @Test
    void whatAStreamSaysAfterItWasGivenUpIsNotHeard() throws Exception {
        // Given answers that come too late
        Talk talk = Talk.inEnglish().words(1, 10).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            transcriber.hold();
            harness.speak(talk.batches(300));
            harness.pass(8_000);
            assertThat(transcriber.streams()).hasSizeGreaterThan(1);

            // When
            transcriber.release();
            harness.runMails();
            harness.pass(8_000);
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 10));
        }
    }
}
