package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A speaker who does not pause is cut, without a word lost, doubled or split. */
class TranscribeLongUtterancesTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 1_000})
    void noUtteranceIsLongerThanTheBoundHoweverLateWordsAreStable(int stableAfter) throws Exception {
        // Given 45 seconds without a pause
        transcriber.stableAfter(stableAfter);
        Talk talk = Talk.inEnglish().words(1, 150).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 150));
            assertThat(harness.finals())
                    .hasSizeLessThan(25)
                    .allSatisfy(utterance -> assertThat(utterance.mediaEndMillis() - utterance.mediaStartMillis())
                            .isLessThanOrEqualTo(6_000));
            assertInOrder(harness.finals());
            assertThat(transcriber.streams()).hasSize(1);
        }
    }

    @Test
    void whatIsCutOffComesOutWhileTheSpeakerGoesOn() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 21);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(100));

            // Then
            assertThat(harness.finals()).hasSize(1);
            Utterance piece = harness.finals().get(0);
            List<Utterance> partials = harness.partials();
            Utterance rest = partials.get(partials.size() - 1);
            assertThat(rest.ordinal()).isEqualTo(1);
            assertThat(rest.mediaStartMillis()).isEqualTo(piece.mediaEndMillis());
            assertThat(piece.text() + " " + rest.text()).isEqualTo(Talk.text(1, 20) + " uh");
        }
    }

    @Test
    void aSentenceIsCutOffAsSoonAsItIsCertain() throws Exception {
        // Given
        transcriber.vocabulary(5, "w5.");
        Talk talk = Talk.inEnglish().words(1, 8);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(100));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals()).extracting(Utterance::text).containsExactly("w1 w2 w3 w4 w5.", "w6 w7 w8");
        }
    }

    @Test
    void aConjunctionBeginsTheNextUtterance() throws Exception {
        // Given
        transcriber.vocabulary(12, "because");
        Talk talk = Talk.inEnglish().words(1, 24);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(100));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals())
                    .extracting(Utterance::text)
                    .containsExactly(Talk.text(1, 11), "because " + Talk.text(13, 24));
        }
    }

    @Test
    void aLateFinalResultIsCutToo() throws Exception {
        // Given a service that answers only when all has been said
        Talk talk = Talk.inEnglish().words(1, 50).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(300).subList(0, 4));
            transcriber.hold();
            harness.speak(talk.batches(300).subList(4, 16));

            // When
            transcriber.release();
            harness.speak(talk.batches(300).subList(16, talk.batches(300).size()));
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 50));
            assertThat(harness.finals())
                    .allSatisfy(utterance -> assertThat(utterance.mediaEndMillis() - utterance.mediaStartMillis())
                            .isLessThanOrEqualTo(6_000));
        }
    }

    @Test
    void theBoundIsASetting() throws Exception {
        // Given
        TranscribeSettings settings =
                Settings.defaults().maxUtterance(Duration.ofSeconds(3)).build();
        Talk talk = Talk.inEnglish().words(1, 60).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 60));
            assertThat(harness.finals())
                    .allSatisfy(utterance -> assertThat(utterance.mediaEndMillis() - utterance.mediaStartMillis())
                            .isLessThanOrEqualTo(3_000));
        }
    }

    @Test
    void aRestoreAfterACutBeginsBehindIt() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 40).pause(700);
        List<Pcm> batches = talk.batches(300);
        List<Utterance> finals = new ArrayList<>();
        OperatorSubtaskState state;
        try (TranscribeHarness before = TranscribeHarness.opened(transcriber)) {
            before.speak(batches.subList(0, 25));
            state = before.snapshot();
            finals.addAll(before.finals());
            assertThat(finals).hasSize(1);
        }

        // When
        try (TranscribeHarness after = TranscribeHarness.restored(transcriber, state)) {
            after.speak(batches.subList(25, batches.size()));
            after.receive(talk.end());
            finals.addAll(after.finals());
        }

        // Then
        assertThat(String.join(" ", finals.stream().map(Utterance::text).toList()))
                .isEqualTo(Talk.text(1, 40));
        assertInOrder(finals);
    }

    private static void assertInOrder(List<Utterance> finals) {
        for (int i = 0; i < finals.size(); i++) {
            assertThat(finals.get(i).ordinal()).isEqualTo(i);
            if (i > 0) {
                assertThat(finals.get(i).mediaStartMillis())
                        .isGreaterThanOrEqualTo(finals.get(i - 1).mediaEndMillis());
            }
        }
    }
}
