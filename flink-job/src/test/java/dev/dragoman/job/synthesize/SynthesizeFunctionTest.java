package dev.dragoman.job.synthesize;

import static dev.dragoman.job.service.Utterances.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class SynthesizeFunctionTest {

    private static final SynthesizeSettings QUICK = new SynthesizeSettings(
            new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(1)),
            100,
            Voices.neural());

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
            assertThat(out.failure().detail()).isEqualTo("REFUSED: no voice for gl");
        }
        assertThat(synthesizer.faults.calls()).isZero();
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
                new SynthesizeFunction(() -> synthesizer, QUICK, Clock.systemUTC()),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private static Interpretation translated(String language, String text) {
        return Interpretation.asking(said(0, "Hello everybody."), language).withText(text);
    }
}
