package dev.dragoman.job.translate;

import static dev.dragoman.job.service.Utterances.translatedWhileChanging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.ServiceException;
import java.time.Duration;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class TranslatePartialsFunctionTest {

    private final FakeTranslator translator = new FakeTranslator();

    @Test
    void translatesWhatIsStillBeingSpoken() throws Exception {
        try (var stage = stage()) {
            assertThat(stage.put(partial("He")).drain())
                    .extracting(Interpretation::text)
                    .containsExactly("es:He");
        }
    }

    @Test
    void whatFailsIsGoneAndNotTriedAgain() throws Exception {
        translator.faults.failNext(1, ServiceException.throttled("x")).throwNext(new IllegalStateException("x"));
        try (var stage = stage()) {
            stage.put(partial("H")).put(partial("He")).put(partial("Hell"));
            assertThat(stage.drain()).extracting(Interpretation::text).containsExactly("es:Hell");
        }
        assertThat(translator.faults.calls()).isEqualTo(3);
    }

    @Test
    void whatIsNotAnsweredInASecondIsGone() throws Exception {
        translator.faults.loseAnswers(1);
        try (var stage = stage()) {
            assertThat(stage.put(partial("He")).drain()).isEmpty();
        }
        assertThat(translator.faults.calls()).isEqualTo(1);
    }

    @Test
    void neverHoldsItsInputUp() throws Exception {
        translator.faults.loseAnswers(5_000);
        try (var stage = stage()) {
            for (int i = 0; i < 5_000; i++) {
                stage.put(partial("He " + i));
            }
            assertThat(translator.faults.calls())
                    .as("no more than may be under way at once")
                    .isLessThan(5_000);
        }
    }

    private static Interpretation partial(String text) {
        return Interpretation.asking(translatedWhileChanging(0, 500, text), "es");
    }

    private AsyncHarness<Interpretation, Interpretation> stage() throws Exception {
        return AsyncHarness.open(
                new TranslatePartialsFunction(() -> translator),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }
}
