package dev.dragoman.job.translate;

import static dev.dragoman.job.service.Utterances.SESSION;
import static dev.dragoman.job.service.Utterances.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RateSettings;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

class TranslateFunctionTest {

    private static final Clock NOON = Clock.fixed(Instant.ofEpochMilli(12_000), ZoneOffset.UTC);
    private static final TranslateSettings QUICK = new TranslateSettings(
            new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(1)),
            new RateSettings(1_000, 1_000, Duration.ofSeconds(12)),
            100,
            100,
            40);

    private final FakeTranslator translator = new FakeTranslator();

    @Test
    void addsTheTranslation() throws Exception {
        try (var stage = stage(null)) {
            List<Interpretation> out = stage.put(asking(0, "Hello.", "es"))
                    .put(asking(0, "Hello.", "ca"))
                    .drain();

            assertThat(out).extracting(Interpretation::text).containsExactlyInAnyOrder("es:Hello.", "ca:Hello.");
            assertThat(out).extracting(Interpretation::failure).containsOnlyNulls();
        }
        assertThat(translator.closed).isTrue();
    }

    @Test
    void passesAnnouncementsAndFailuresUntouched() throws Exception {
        Interpretation announcement = Interpretation.announcing(said(0, "Hello."), List.of("es"));
        Interpretation failed = asking(0, "Hello.", "es").failed(new DeadLetter("x", "X", SESSION, "es/0", "gone", 1));
        try (var stage = stage(null)) {
            assertThat(stage.put(announcement).put(failed).drain()).containsExactly(announcement, failed);
        }
        assertThat(translator.faults.calls()).isZero();
    }

    @Test
    void asksAgainWhenThrottledBrokenOrSilent() throws Exception {
        translator
                .faults
                .failNext(1, ServiceException.throttled("ThrottlingException"))
                .failNext(1, ServiceException.unavailable("status 500"))
                .loseAnswers(1);
        try (var stage = stage(null)) {
            assertThat(stage.put(asking(0, "Hello.", "es")).drain())
                    .singleElement()
                    .returns("es:Hello.", Interpretation::text);
        }
        assertThat(translator.faults.calls()).isEqualTo(4);
    }

    @Test
    void failsWithADeadLetterThatHoldsNoSpokenText() throws Exception {
        translator.faults.breakWith(ServiceException.unavailable("status 503"));
        try (var stage = stage(null)) {
            Interpretation out = stage.put(asking(3, "A secret.", "es")).drain().get(0);

            assertThat(out.text()).isNull();
            assertThat(out.failure())
                    .isEqualTo(new DeadLetter(
                            "translate", "TRANSLATION_FAILED", SESSION, "es/5000", "UNAVAILABLE: status 503", 12_000));
        }
    }

    @Test
    void whatIsTooLateToBeHeardIsStillTranslatedToBeRead() throws Exception {
        // Given: at noon, what was spoken eleven seconds before it
        Interpretation late = Interpretation.asking(said(0, 0, 1_000, "Hello."), "es");
        try (var stage = stage(null)) {
            assertThat(stage.put(late).drain().get(0).text()).isEqualTo("es:Hello.");
        }
    }

    @Test
    void oneLanguagesFailureTouchesNoOther() throws Exception {
        try (var stage = stage(null)) {
            List<Interpretation> out = stage.put(asking(0, "Hello.", "tlh"))
                    .put(asking(0, "Hello.", "es"))
                    .drain();

            assertThat(out)
                    .filteredOn(one -> one.failure() == null)
                    .extracting(Interpretation::language)
                    .containsExactly("es");
            assertThat(out)
                    .filteredOn(one -> one.failure() != null)
                    .singleElement()
                    .extracting(one -> one.failure().detail())
                    .isEqualTo("REFUSED: UnsupportedLanguagePairException");
        }
    }

    @Test
    void losesNothingWhenTheOperatorsTimeIsOver() throws Exception {
        // Given: an answer that outlasts the operator's timeout
        translator.faults.delay(Duration.ofMillis(90));
        try (var stage = stage(null)) {
            // When
            stage.put(asking(0, "Hello.", "es")).passes(Duration.ofMinutes(1));

            // Then
            assertThat(stage.drain())
                    .singleElement()
                    .extracting(one -> one.failure().detail())
                    .isEqualTo("the stage did not end in time");
        }
    }

    @Test
    void paysForTheSameShortTextOnce() throws Exception {
        translator.faults.delay(Duration.ofMillis(20));
        try (var stage = stage(null)) {
            for (int i = 0; i < 5; i++) {
                stage.put(asking(i, "Good morning.", "es"));
            }
            assertThat(stage.drain()).hasSize(5).allMatch(one -> "es:Good morning.".equals(one.text()));
        }
        assertThat(translator.faults.calls()).isEqualTo(1);
    }

    @Test
    void doesNotRememberFailures() throws Exception {
        translator.faults.failNext(1, ServiceException.refused("DetectedLanguageLowConfidenceException"));
        try (var stage = stage(null)) {
            stage.put(asking(0, "Hello.", "es"));
            stage.put(asking(1, "Hello.", "es"));

            assertThat(stage.drain()).extracting(Interpretation::text).containsExactlyInAnyOrder(null, "es:Hello.");
        }
    }

    @Test
    void splitsTextOverTheLimitAtSentenceEnds() throws Exception {
        String sentence = "This is a sentence of some length. ";
        try (var stage = stage(null)) {
            Interpretation out = stage.put(asking(0, sentence.repeat(400).strip(), "es"))
                    .drain()
                    .get(0);

            assertThat(translator.asked)
                    .hasSize(2)
                    .allMatch(piece -> piece.strip().endsWith("."));
            assertThat(out.text()).startsWith("es:This").contains(". es:This");
        }
    }

    @Test
    void asksAgainAfterARestoreForWhatWasUnderWay() throws Exception {
        // Given
        OperatorSubtaskState state;
        translator.faults.loseAnswers(1);
        try (var stage = stage(null)) {
            stage.put(asking(0, "Hello.", "es"));
            state = stage.checkpoint();
            stage.drain();
        }

        // When
        try (var restored = stage(state)) {
            // Then
            assertThat(restored.drain()).extracting(Interpretation::text).containsExactly("es:Hello.");
        }
    }

    private AsyncHarness<Interpretation, Interpretation> stage(OperatorSubtaskState state) throws Exception {
        return AsyncHarness.open(
                new TranslateFunction(() -> translator, QUICK, NOON),
                TypeInformation.of(Interpretation.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                state);
    }

    private static Interpretation asking(int ordinal, String text, String language) {
        return Interpretation.asking(said(ordinal + 2, text), language);
    }
}
