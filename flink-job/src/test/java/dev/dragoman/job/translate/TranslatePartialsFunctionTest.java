package dev.dragoman.job.translate;

import static dev.dragoman.job.service.Utterances.translatedWhileChanging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class TranslatePartialsFunctionTest {

    private static final RateSettings PLENTY = new RateSettings(100_000, 100_000, Duration.ofSeconds(12));

    private final FakeTranslator translator = new FakeTranslator();

    @Test
    void translatesWhatIsStillBeingSpoken() throws Exception {
        try (var stage = stage(PLENTY)) {
            assertThat(stage.put(partial("He")).drain())
                    .extracting(Interpretation::text)
                    .containsExactly("es:He");
        }
    }

    @Test
    void whatFailsIsGoneAndNotTriedAgain() throws Exception {
        translator.faults.failNext(1, ServiceException.unavailable("x")).throwNext(new IllegalStateException("x"));
        try (var stage = stage(PLENTY)) {
            stage.put(partial("H")).put(partial("He")).put(partial("Hell"));
            assertThat(stage.drain()).extracting(Interpretation::text).containsExactly("es:Hell");
        }
        assertThat(translator.faults.calls()).isEqualTo(3);
    }

    @Test
    void whatIsNotAnsweredInASecondIsGone() throws Exception {
        translator.faults.loseAnswers(1);
        try (var stage = stage(PLENTY)) {
            assertThat(stage.put(partial("He")).drain()).isEmpty();
        }
        assertThat(translator.faults.calls()).isEqualTo(1);
    }

    @Test
    void neverHoldsItsInputUp() throws Exception {
        translator.faults.loseAnswers(5_000);
        try (var stage = stage(PLENTY)) {
            for (int i = 0; i < 5_000; i++) {
                stage.put(partial("He " + i));
            }
            assertThat(translator.faults.calls())
                    .as("no more than may be under way at once")
                    .isLessThan(5_000);
        }
    }

    @Test
    void whatTheMainLineDoesNotLeaveATurnForIsGone() throws Exception {
        // Given: one turn in ten seconds
        try (var stage = stage(new RateSettings(0.1, 1, Duration.ofSeconds(12)))) {

            // When
            stage.put(partial("He")).put(partial("Hell")).put(partial("Hello"));

            // Then
            assertThat(stage.drain()).extracting(Interpretation::text).containsExactly("es:He");
        }
        assertThat(translator.faults.calls()).isEqualTo(1);
    }

    private static Interpretation partial(String text) {
        return Interpretation.asking(translatedWhileChanging(0, 500, text), "es");
    }

    private AsyncHarness<Interpretation, Interpretation> stage(RateSettings rate) throws Exception {
        return AsyncHarness.open(
                new TranslatePartialsFunction(() -> translator, rate),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }
}
