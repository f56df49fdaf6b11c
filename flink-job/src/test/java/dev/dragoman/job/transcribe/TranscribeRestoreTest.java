package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** A checkpoint and a restore, wherever they fall, lose and double nothing. */
class TranscribeRestoreTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @Test
    void atEveryPlaceInATalkTheWordsAreTheSame() throws Exception {
        // Given
        Talk talk = Talk.inEnglish()
                .pause(300)
                .words(1, 5)
                .pause(700)
                .words(6, 30)
                .pause(700)
                .words(31, 33);
        List<Pcm> batches = talk.batches(300);

        for (int cut = 0; cut <= batches.size(); cut++) {
            List<Utterance> finals = new ArrayList<>();
            OperatorSubtaskState state;
            try (TranscribeHarness before = TranscribeHarness.opened(transcriber)) {
                before.speak(batches.subList(0, cut));
                // When
                state = before.snapshot();
                finals.addAll(before.finals());
                // What comes after the checkpoint is thrown away with the task.
                before.speak(batches.subList(cut, Math.min(batches.size(), cut + 4)));
            }
            try (TranscribeHarness after = TranscribeHarness.restored(transcriber, state)) {
                after.speak(batches.subList(cut, batches.size()));
                after.receive(talk.end());
                after.pass(5_000);
                finals.addAll(after.finals());

                // Then
                assertThat(String.join(" ", finals.stream().map(Utterance::text).toList()))
                        .as("restored after %d batches", cut)
                        .isEqualTo(Talk.text(1, 33));
                assertThat(finals).extracting(Utterance::ordinal).isSorted().doesNotHaveDuplicates();
                assertThat(after.ends()).hasSize(1);
                assertThat(after.stateEntries()).isZero();
            }
        }
    }

    @Test
    void whatWasNotFinalIsRecognisedWithoutWaitingForMoreAudio() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 4).pause(600).words(5, 8).pause(200);
        OperatorSubtaskState state;
        try (TranscribeHarness before = TranscribeHarness.opened(transcriber)) {
            before.speak(talk.batches(200));
            state = before.snapshot();
        }

        // When
        try (TranscribeHarness after = TranscribeHarness.restored(transcriber, state)) {
            // Then
            assertThat(transcriber.streams()).hasSize(2);
            assertThat(transcriber.streams().get(1).audioMillis())
                    .as("the second four words and the pauses around them")
                    .isBetween(1_400, 2_000);
            assertThat(after.partials()).extracting(Utterance::text).contains(Talk.text(5, 8));
            assertThat(after.partials()).extracting(Utterance::ordinal).containsOnly(1);
        }
    }

    @Test
    void anEndThatWasPendingIsToldAfterTheRestore() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 4);
        OperatorSubtaskState state;
        try (TranscribeHarness before = TranscribeHarness.opened(transcriber)) {
            transcriber.hold();
            before.speak(talk.batches(200));
            before.receive(talk.end());
            state = before.snapshot();
            assertThat(before.all()).isEmpty();
        }
        transcriber.release();

        // When
        try (TranscribeHarness after = TranscribeHarness.restored(transcriber, state)) {
            // Then
            assertThat(after.text()).isEqualTo(Talk.text(1, 4));
            assertThat(after.ends()).hasSize(1);
        }
    }

    @Test
    void aSilentSessionNeedsNoStreamAfterTheRestore() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 4).pause(15_000);
        OperatorSubtaskState state;
        try (TranscribeHarness before = TranscribeHarness.opened(transcriber)) {
            before.speak(talk.batches(500));
            state = before.snapshot();
        }

        // When
        try (TranscribeHarness after = TranscribeHarness.restored(transcriber, state)) {
            // Then
            assertThat(transcriber.streams()).hasSize(1);
            after.receive(talk.end());
            assertThat(after.ends()).extracting(Utterance::ordinal).containsExactly(1);
        }
    }
}
