package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Utterance;
import org.junit.jupiter.api.Test;

/** What comes out of a talk when nothing goes wrong. */
class TranscribeOperatorTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @Test
    void aTalkComesOutAsItsUtterancesAndItsEnd() throws Exception {
        // Given
        Talk talk =
                Talk.inEnglish().pause(400).words(1, 5).pause(800).words(6, 9).pause(300);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals())
                    .extracting(
                            Utterance::ordinal,
                            Utterance::text,
                            Utterance::mediaStartMillis,
                            Utterance::mediaEndMillis,
                            Utterance::spokenServerMillis)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    0, Talk.text(1, 5), 400L, 1_900L, Talk.SERVER_START + 1_900),
                            org.assertj.core.groups.Tuple.tuple(
                                    1, Talk.text(6, 9), 2_700L, 3_900L, Talk.SERVER_START + 3_900));
            assertThat(harness.all().get(harness.all().size() - 1))
                    .isEqualTo(new Utterance(
                            talk.session(), Utterance.Kind.END, 2, 4_200, 4_200, "", Talk.SERVER_START + 4_200, 0));
            assertThat(transcriber.streams()).hasSize(1);
            assertThat(harness.stateEntries()).isZero();
        }
    }
}
