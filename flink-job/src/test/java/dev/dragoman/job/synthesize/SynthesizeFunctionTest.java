package dev.dragoman.job.synthesize;

import static dev.dragoman.job.service.Utterances.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class SynthesizeFunctionTest {

    private static final SynthesizeSettings QUICK = new SynthesizeSettings(
            new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(1)),
            new RateSettings(1_000, 1_000, Duration.ofSeconds(12)),
            100,
            Voices.neural(),
            125,
            100,
            20);

    private static final Clock NOON = Clock.fixed(Instant.ofEpochMilli(12_000), ZoneOffset.UTC);

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();

    @Test
    void addsSpeechInTheLanguagesVoiceAndItsLength() throws Exception {
        try (var stage = stage()) {
            Interpretation out =
                    stage.put(translated("es", "Hola a todos.")).drain().get(0);

            assertThat(out.speech()).isNotEmpty();
            assertThat(out.durationMillis()).isEqualTo(13 * 24);
            assertThat(out.text()).isEqualTo("Hola a todos.");
            assertThat(synthesizer.heard).containsExactly(new Voice("Lucia", "es-ES"));
        }
    }

    @Test
    void asksAgainWhenThrottledBrokenOrSilent() throws Exception {
        synthesizer
                .faults
                .failNext(2, ServiceException.throttled("ThrottlingException"))
                .loseAnswers(1);
        try (var stage = stage()) {
            assertThat(stage.put(translated("es", "Hola.")).drain())
                    .singleElement()
                    .returns(null, Interpretation::failure);
        }
        assertThat(synthesizer.faults.calls()).isEqualTo(4);
    }

    @Test
    void keepsTheTextWhenThereIsNoSpeech() throws Exception {
        synthesizer.faults.breakWith(ServiceException.unavailable("status 500"));
        try (var stage = stage()) {
            Interpretation out = stage.put(translated("es", "Hola.")).drain().get(0);

            assertThat(out.text()).isEqualTo("Hola.");
            assertThat(out.speech()).isNull();
            assertThat(out.failure().stage()).isEqualTo("synthesize");
            assertThat(out.failure().reason()).isEqualTo("SYNTHESIS_FAILED");
            assertThat(out.failure().detail()).isEqualTo("UNAVAILABLE: status 500");
        }
    }

    @Test
    void aLanguageWithoutAVoiceIsReadOnlyAndCostsNothing() throws Exception {
        try (var stage = stage()) {
            Interpretation out = stage.put(translated("gl", "Ola.")).drain().get(0);

            assertThat(out.text()).isEqualTo("Ola.");
            assertThat(out.failure()).isNull();
            assertThat(out.unspoken()).isEqualTo("NO_VOICE");
        }
        assertThat(synthesizer.faults.calls()).isZero();
    }

    @Test
    void speaksInTheVoiceThatTheSpeakerChose() throws Exception {
        Interpretation in = translated("es", "Hola.");
        Session session = in.utterance().session();
        Utterance chosen = new Utterance(
                new Session(
                        session.sessionId(),
                        session.sourceLanguage(),
                        session.settings().withVoices(Map.of("es", "Sergio"))),
                Utterance.Kind.FINAL,
                5,
                5_000,
                6_000,
                "Hello.",
                6_000,
                0,
                List.of());
        try (var stage = stage()) {
            stage.put(Interpretation.asking(chosen, "es").withText("Hola.")).drain();
        }
        assertThat(synthesizer.heard).containsExactly(new Voice("Sergio", "es-ES"));
    }

    @Test
    void whatCouldNotBeHeardInTimeIsReadOnlyAndCostsNothing() throws Exception {
        // Given: at noon, what was spoken eleven seconds before it
        Interpretation late =
                Interpretation.asking(said(0, 0, 1_000, "Hello."), "es").withText("Hola.");
        try (var stage = stage()) {
            Interpretation out = stage.put(late).drain().get(0);

            assertThat(out.text()).isEqualTo("Hola.");
            assertThat(out.failure().reason()).isEqualTo("NOT_IN_TIME");
        }
        assertThat(synthesizer.faults.calls()).isZero();
    }

    @Test
    void paysForTheSameShortTextOnce() throws Exception {
        synthesizer.faults.delay(Duration.ofMillis(20));
        try (var stage = stage()) {
            for (int i = 0; i < 5; i++) {
                stage.put(translated("es", "Buenos días."));
            }
            assertThat(stage.drain()).hasSize(5).allMatch(one -> one.durationMillis() == 12 * 24);
        }
        assertThat(synthesizer.faults.calls()).isEqualTo(1);
    }

    @Test
    void splitsTextOverTheLimitAtSentenceEndsAndSpeaksItAsOne() throws Exception {
        String sentence = "Esta es una frase de cierta longitud. ";
        String text = sentence.repeat(100).strip();
        try (var stage = stage()) {
            Interpretation out = stage.put(translated("es", text)).drain().get(0);

            assertThat(out.failure()).isNull();
            assertThat(out.durationMillis()).isEqualTo(text.length() * 24L);
            assertThat(out.speech()).hasSize(text.length() * 144);
        }
        assertThat(synthesizer.faults.calls()).isEqualTo(2);
    }

    @Test
    void hurriesWhenItFallsBehind() throws Exception {
        try (var stage = stage()) {
            // Given: one second was said, and its speech takes twelve
            stage.put(translated("es", "a".repeat(500)));

            // When
            stage.put(translated("es", "b".repeat(50))).drain();
        }

        // Then
        assertThat(synthesizer.percents).containsExactly(100, 125);
    }

    @Test
    void passesAnnouncementsUntouched() throws Exception {
        Interpretation announcement = Interpretation.announcing(said(0, "Hello."), List.of("es"));
        try (var stage = stage()) {
            assertThat(stage.put(announcement).drain()).containsExactly(announcement);
        }
    }

    private AsyncHarness<Interpretation, Interpretation> stage() throws Exception {
        return AsyncHarness.open(
                new SynthesizeFunction(() -> synthesizer, QUICK, NOON),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private static Interpretation translated(String language, String text) {
        return Interpretation.asking(said(5, "Hello everybody."), language).withText(text);
    }
}
