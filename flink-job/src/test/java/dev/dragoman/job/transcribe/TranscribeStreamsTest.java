package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a session has a stream, and when not. */
class TranscribeStreamsTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @Test
    void noStreamIsOpenedBeforeSomebodySpeaks() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().pause(30_000).words(1, 3).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(500));

            // Then
            assertThat(transcriber.streams()).hasSize(1);
            assertThat(harness.finals())
                    .extracting(Utterance::text, Utterance::mediaStartMillis)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(Talk.text(1, 3), 30_000L));
            assertThat(transcriber.streams().get(0).audioMillis())
                    .as("the words, the pause, and the half second before them")
                    .isBetween(1_600 + 450, 1_600 + 1_050);
        }
    }

    @Test
    void aStreamIsClosedInALongSilenceAndOpenedAgainForTheNextWord() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 3).pause(120_000).words(4, 6).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(500));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals()).extracting(Utterance::text).containsExactly(Talk.text(1, 3), Talk.text(4, 6));
            assertThat(transcriber.streams()).hasSize(2);
            assertThat(transcriber.streams().get(0).audioMillis()).isLessThan(13_000);
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(0);
            assertThat(harness.deadLetters()).isEmpty();
        }
    }

    @Test
    void aStreamIsClosedBeforeTheServiceMissesAudio() throws Exception {
        // Given a speaker who paused the recording
        Talk talk = Talk.inEnglish().words(1, 3).pause(300);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(300));

            // When
            harness.pass(14_000);

            // Then
            assertThat(transcriber.open()).isZero();
            assertThat(harness.text()).isEqualTo(Talk.text(1, 3));
        }
    }

    @Test
    void aWordThatThePauseOfTheRecordingCutsIsHeardWholeWhenItGoesOn() throws Exception {
        // Given audio that stops in the middle of the fourth word
        Talk talk = Talk.inEnglish().words(1, 6).pause(700);
        var batches = talk.batches(150);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(batches.subList(0, 7));

            // When
            harness.pass(60_000);
            assertThat(harness.text()).isEqualTo(Talk.text(1, 3));
            assertThat(transcriber.streams()).hasSize(1);
            for (var batch : batches.subList(7, batches.size())) {
                harness.receive(batch);
            }
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 6));
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void anOldStreamIsRenewedInAPause() throws Exception {
        // Given
        TranscribeSettings settings =
                Settings.defaults().renewAfter(Duration.ofMinutes(1)).build();
        Talk talk = Talk.inEnglish();
        for (int word = 1; word <= 180; word += 9) {
            talk.words(word, word + 8).pause(1_300);
        }

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            harness.speak(talk.batches(500));
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 180));
            assertThat(transcriber.streams()).hasSize(2);
            assertThat(transcriber.streams().get(0).audioMillis()).isBetween(60_000, 65_000);
        }
    }

    @Test
    void anOldStreamWithoutAPauseIsRenewedBetweenWords() throws Exception {
        // Given
        TranscribeSettings settings =
                Settings.defaults().renewAfter(Duration.ofMinutes(1)).build();
        Talk talk = Talk.inEnglish().words(1, 1_500).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            harness.speak(talk.batches(1_000));
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 1_500));
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void streamsAreStartedNoFasterThanTheAccountAllows() throws Exception {
        // Given
        TranscribeSettings settings = Settings.defaults().startsPerSecond(3).build();
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            talks.add(Talk.of("talk-" + i).words(1, 12).pause(700));
        }

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            for (int second = 0; second < 5; second++) {
                // When
                for (Talk talk : talks) {
                    harness.receive(talk.batches(1_000).get(Math.min(second, 4)));
                }

                // Then
                assertThat(transcriber.streams()).hasSize(Math.min(10, 3 * (second + 1)));
                harness.pass(1_000);
            }
            for (Talk talk : talks) {
                harness.receive(talk.end());
            }
            assertThat(transcriber.streams())
                    .extracting(stream -> stream.request.sessionId())
                    .as("in the order in which they asked")
                    .isEqualTo(talks.stream()
                            .map(talk -> talk.session().sessionId())
                            .toList());
            assertThat(harness.finals()).hasSize(10).extracting(Utterance::text).containsOnly(Talk.text(1, 12));
        }
    }

    @Test
    void noMoreStreamsAreOpenThanTheAccountAllows() throws Exception {
        // Given
        TranscribeSettings settings = Settings.defaults().concurrentStreams(2).build();
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            talks.add(Talk.of("talk-" + i).words(1, 12).pause(700));
        }

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber, settings)) {
            // When
            for (Talk talk : talks) {
                for (var batch : talk.batches(1_000)) {
                    harness.receive(batch);
                }
            }
            for (Talk talk : talks) {
                harness.receive(talk.end());
            }
            harness.pass(10_000);

            // Then
            assertThat(transcriber.maxConcurrent()).isEqualTo(2);
            assertThat(harness.finals()).hasSize(5).extracting(Utterance::text).containsOnly(Talk.text(1, 12));
            assertThat(harness.ends()).hasSize(5);
        }
    }

    @Test
    void waitingAudioIsSentFasterThanRealTimeButNotAtOnce() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 60).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            for (var batch : talk.batches(1_000)) {
                harness.receive(batch);
            }

            // Then
            assertThat(transcriber.streams().get(0).audioMillis()).isBetween(1_900, 2_000);
            harness.pass(1_000);
            assertThat(transcriber.streams().get(0).audioMillis()).isBetween(6_500, 7_000);
            harness.pass(2_500);
            assertThat(harness.text()).isEqualTo(Talk.text(1, 60));
        }
    }
}
