package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.SessionSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of talks when nothing goes wrong. */
class TranscribeOperatorTest {

    private final FakeTranscriber transcriber = new FakeTranscriber();

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 1_000, 5_000})
    void aTalkComesOutAsItsUtterancesAndItsEnd(int batchMillis) throws Exception {
        // Given
        Talk talk =
                Talk.inEnglish().pause(400).words(1, 5).pause(800).words(6, 9).pause(300);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(batchMillis));
            harness.receive(talk.end());
            harness.pass(1_000);

            // Then
            assertThat(harness.finals())
                    .extracting(
                            Utterance::ordinal,
                            Utterance::text,
                            Utterance::mediaStartMillis,
                            Utterance::mediaEndMillis,
                            Utterance::spokenServerMillis)
                    .containsExactly(
                            tuple(0, Talk.text(1, 5), 400L, 1_900L, Talk.SERVER_START + 1_900),
                            tuple(1, Talk.text(6, 9), 2_700L, 3_900L, Talk.SERVER_START + 3_900));
            assertThat(harness.all().get(harness.all().size() - 1))
                    .isEqualTo(new Utterance(
                            talk.session(), Utterance.Kind.END, 2, 4_200, 4_200, "", Talk.SERVER_START + 4_200, 0));
            assertThat(transcriber.streams()).hasSize(1);
            assertThat(harness.stateEntries()).isZero();
            assertThat(harness.deadLetters()).isEmpty();
        }
    }

    @Test
    void partialResultsComeOutAtOnceAndOnlyWhenTheirWordsChange() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 3).pause(400);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(100));

            // Then
            assertThat(harness.finals()).isEmpty();
            assertThat(harness.partials())
                    .extracting(Utterance::ordinal, Utterance::text)
                    .containsExactly(tuple(0, "uh"), tuple(0, "w1 uh"), tuple(0, "w1 w2 uh"), tuple(0, "w1 w2 w3"));
        }
    }

    @Test
    void audioIsSentInPiecesOf50To200MillisecondsAsItComes() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 30);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            for (Pcm batch : talk.batches(330)) {
                // When
                harness.speak(List.of(batch));

                // Then
                long sent = transcriber.streams().get(0).audioMillis();
                assertThat(sent).isGreaterThan((batch.mediaStart16k() + batch.samples()) / 16 - 50);
            }
            assertThat(transcriber.streams().get(0).pieceMillis)
                    .allSatisfy(millis -> assertThat(millis).isBetween(50, 200));
        }
    }

    @Test
    void sessionsDoNotMix() throws Exception {
        // Given
        Talk one = Talk.of("one").words(1, 4).pause(700).words(5, 6).pause(700);
        Talk other = Talk.of("other")
                .pause(200)
                .words(101, 103)
                .pause(900)
                .words(104, 106)
                .pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            List<Pcm> first = one.batches(250);
            List<Pcm> second = other.batches(250);
            for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
                if (i < first.size()) {
                    harness.speak(List.of(first.get(i)));
                }
                if (i < second.size()) {
                    harness.speak(List.of(second.get(i)));
                }
            }
            harness.receive(one.end());
            harness.receive(other.end());

            // Then
            assertThat(harness.finals())
                    .extracting(utterance -> utterance.session().sessionId(), Utterance::ordinal, Utterance::text)
                    .containsExactlyInAnyOrder(
                            tuple("one", 0, Talk.text(1, 4)),
                            tuple("one", 1, Talk.text(5, 6)),
                            tuple("other", 0, Talk.text(101, 103)),
                            tuple("other", 1, Talk.text(104, 106)));
            assertThat(harness.ends()).hasSize(2);
            assertThat(transcriber.streams()).hasSize(2);
        }
    }

    @Test
    void audioAfterAGapKeepsItsMediaTime() throws Exception {
        // Given
        Talk talk = Talk.inEnglish()
                .words(1, 3)
                .gap(5_000)
                .words(4, 6)
                .pause(600)
                .words(7, 8)
                .pause(600);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals())
                    .extracting(Utterance::mediaStartMillis, Utterance::mediaEndMillis, Utterance::text)
                    .containsExactly(
                            tuple(0L, 900L, Talk.text(1, 3)),
                            tuple(5_900L, 6_800L, Talk.text(4, 6)),
                            tuple(7_400L, 8_000L, Talk.text(7, 8)));
            assertThat(harness.ends()).extracting(Utterance::gaps).containsExactly(1);
            assertThat(transcriber.streams().get(0).audioMillis()).isLessThan(5_500);
        }
    }

    @Test
    void silenceAndNoiseGiveNoWords() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().pause(20_000).noise(60_000).pause(5_000);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(500));
            harness.receive(talk.end());

            // Then
            assertThat(harness.all())
                    .containsExactly(new Utterance(
                            talk.session(), Utterance.Kind.END, 0, 85_000, 85_000, "", Talk.SERVER_START + 85_000, 0));
            assertThat(harness.deadLetters()).isEmpty();
        }
    }

    @Test
    void aSessionWithoutAudioHasOnlyItsEnd() throws Exception {
        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.receive(Talk.inEnglish().end());

            // Then
            assertThat(harness.all()).extracting(Utterance::kind).containsExactly(Utterance.Kind.END);
            assertThat(transcriber.streams()).isEmpty();
        }
    }

    @Test
    void aLanguageWithoutRecognitionIsADeadLetterAndAnEnd() throws Exception {
        // Given
        Talk talk = Talk.in("tlh").words(1, 20);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(500));
            harness.receive(talk.end());

            // Then
            assertThat(harness.all()).extracting(Utterance::kind).containsExactly(Utterance.Kind.END);
            assertThat(harness.deadLetters())
                    .extracting(DeadLetter::stage, DeadLetter::reason, DeadLetter::reference)
                    .containsExactly(tuple("transcribe", "LANGUAGE_NOT_SUPPORTED", "tlh"));
            assertThat(transcriber.streams()).isEmpty();
        }
    }

    @Test
    void theServiceIsAskedForTheSessionsLanguage() throws Exception {
        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(Talk.in("es").words(1, 2).batches(300));

            // Then
            assertThat(transcriber.streams())
                    .extracting(stream -> stream.request)
                    .containsExactly(
                            new StreamRequest("golden-eagle-427", "es-ES", List.of(), RecognitionSettings.defaults()));
        }
    }

    @Test
    void theLanguageThatWasIdentifiedIsTheSessionsFromThenOn() throws Exception {
        // Given: likely English, and it is Spanish
        transcriber.spokenIn("es-ES").faults(new FakeTranscriber.Fault.FailAt(2_000, StreamEvent.Cause.LOST));
        RecognitionSettings settings = new RecognitionSettings(List.of("es"), null, "bad-words", null, null);
        Talk talk = Talk.with(settings).words(1, 4).pause(1_000).words(5, 8).pause(1_000);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());
            harness.pass(5_000);

            // Then
            assertThat(harness.finals())
                    .hasSize(2)
                    .allMatch(utterance -> utterance.session().sourceLanguage().equals("es"));
            assertThat(harness.partials())
                    .allMatch(utterance -> utterance.session().sourceLanguage().equals("es"));
            assertThat(harness.ends())
                    .allMatch(utterance -> utterance.session().sourceLanguage().equals("es"));
            assertThat(transcriber.streams())
                    .extracting(stream -> stream.request)
                    .containsExactly(
                            new StreamRequest("golden-eagle-427", "en-US", List.of("es-ES"), settings),
                            new StreamRequest("golden-eagle-427", "es-ES", List.of(), RecognitionSettings.defaults()));
        }
    }

    @Test
    void whatTheSpeakerChoseForTheLikeliestLanguageHoldsIfItIsTheOne() {
        Session session = new Session(
                "golden-eagle-427",
                "en",
                SessionSettings.defaults()
                        .with(new RecognitionSettings(List.of("es"), "names", "bad-words", null, null)));

        assertThat(session.identifiedAs("en").settings().recognition())
                .isEqualTo(new RecognitionSettings(List.of(), "names", "bad-words", null, null));
        assertThat(session.identifiedAs("es").settings().recognition()).isEqualTo(RecognitionSettings.defaults());
    }

    @Test
    void aServiceThatTellsNoItemsStillGivesUtterances() throws Exception {
        // Given
        transcriber.withoutItems();
        Talk talk = Talk.inEnglish().words(1, 4).pause(700).words(5, 7);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            harness.speak(talk.batches(300));
            harness.receive(talk.end());

            // Then
            assertThat(harness.finals()).extracting(Utterance::text).containsExactly(Talk.text(1, 4), Talk.text(5, 7));
        }
    }

    @Test
    void theEndOfTheInputWaitsForTheLastWords() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 4).pause(700).words(5, 7);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            harness.speak(talk.batches(300));
            assertThat(harness.text()).isEqualTo(Talk.text(1, 4));

            // When
            harness.endInput();

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 7));
            assertThat(harness.ends()).isEmpty();
            assertThat(transcriber.open()).isZero();
        }
    }

    @Test
    void whatComesTwiceIsRecognisedOnce() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 6).pause(700);

        try (TranscribeHarness harness = TranscribeHarness.opened(transcriber)) {
            // When
            for (Pcm batch : talk.batches(450)) {
                harness.speak(List.of(batch, batch));
            }
            harness.receive(talk.end());

            // Then
            assertThat(harness.text()).isEqualTo(Talk.text(1, 6));
        }
    }
}
