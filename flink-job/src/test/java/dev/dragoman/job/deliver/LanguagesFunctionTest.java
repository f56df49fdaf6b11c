package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static dev.dragoman.job.service.Utterances.changing;
import static dev.dragoman.job.service.Utterances.end;
import static dev.dragoman.job.service.Utterances.said;
import static dev.dragoman.job.service.Utterances.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class LanguagesFunctionTest {

    private static final Clock NOON = Clock.fixed(Instant.ofEpochMilli(12_000), ZoneOffset.UTC);
    private static final RetrySettings QUICK =
            new RetrySettings(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(1));

    private final FakeListenerDirectory directory = new FakeListenerDirectory()
            .with("s", SESSION, ConnectionItem.SPEAKER)
            .with("a", SESSION, "es")
            .with("b", SESSION, "es")
            .with("c", SESSION, "en")
            .with("d", SESSION, "ca");
    private final FakeDeliveryLog log = new FakeDeliveryLog().with(SESSION);

    @Test
    void announcesAndAsksForEachLanguageOnce() throws Exception {
        Utterance hello = said(0, "Hello.");
        try (var stage = stage(Duration.ofSeconds(60))) {
            assertThat(stage.put(hello).drain())
                    .containsExactly(
                            Interpretation.announcing(hello, List.of("ca", "es")),
                            Interpretation.asking(hello, "ca"),
                            Interpretation.asking(hello, "es"));
        }
    }

    @Test
    void announcesWhatChangesAndTheEndWithoutAskingAnybody() throws Exception {
        try (var stage = stage(Duration.ofSeconds(60))) {
            assertThat(stage.put(changing(0, "He")).put(end(0)).drain())
                    .containsExactly(
                            Interpretation.announcing(changing(0, "He"), List.of()),
                            Interpretation.announcing(end(0), List.of()));
        }
        assertThat(directory.faults.calls()).isZero();
    }

    @Test
    void usesAnAnswerAgainForAWhile() throws Exception {
        try (var stage = stage(Duration.ofSeconds(60))) {
            stage.put(said(0, "One.")).put(said(1, "Two.")).put(said(2, "Three."));
            assertThat(stage.drain()).hasSize(9);
        }
        assertThat(directory.faults.calls()).isEqualTo(1);
    }

    @Test
    void asksAgainWhenThrottledOrSilent() throws Exception {
        directory.faults.failNext(2, ServiceException.throttled("x")).loseAnswers(1);
        try (var stage = stage(Duration.ZERO)) {
            assertThat(stage.put(said(0, "Hello.")).drain()).hasSize(3);
        }
    }

    @Test
    void usesTheLastAnswerWhenThereIsNoOther() throws Exception {
        try (var stage = stage(Duration.ZERO)) {
            // Given
            stage.put(said(0, "Hello."));
            directory.faults.breakWith(ServiceException.unavailable("status 500"));

            // When
            stage.put(said(1, "Still there?"));

            // Then
            assertThat(stage.drain())
                    .filteredOn(one -> one.utterance().ordinal() == 1)
                    .hasSize(3)
                    .allMatch(one -> one.failure() == null);
        }
    }

    @Test
    void announcesForItsOwnLanguageAloneWhenNobodyKnows() throws Exception {
        directory.faults.breakWith(ServiceException.unavailable("status 500"));
        Utterance hello = said(3, "Hello.");
        try (var stage = stage(Duration.ZERO)) {
            assertThat(stage.put(hello).drain())
                    .containsExactly(Interpretation.announcing(hello, List.of())
                            .failed(new DeadLetter(
                                    "languages",
                                    "DIRECTORY_UNAVAILABLE",
                                    SESSION,
                                    "3000",
                                    "UNAVAILABLE: status 500",
                                    12_000)));
        }
    }

    @Test
    void announcesWhenTheOperatorsTimeIsOver() throws Exception {
        directory.faults.delay(Duration.ofMillis(90));
        try (var stage = stage(Duration.ZERO)) {
            stage.put(said(0, "Hello.")).passes(Duration.ofMinutes(1));

            assertThat(stage.drain())
                    .singleElement()
                    .satisfies(one -> assertThat(one.failure().detail()).isEqualTo("the stage did not end in time"));
        }
    }

    @Test
    void asksOnlyForTheWordsThatWereNotToldBeforeTheRestore() throws Exception {
        // Given
        log.told(SESSION, "es", 2_000).join();
        log.told(SESSION, "ca", 3_900).join();
        Map<String, Long> told = Map.of("es", 2_000L, "ca", 3_900L);
        Utterance first = said(4, 0, 4_000, "one two three four");
        Utterance second = said(5, 4_000, 5_000, "five");

        // When
        try (var stage = stage(Duration.ofSeconds(60))) {
            stage.put(first).put(second);

            // Then
            Utterance threeFour = first.since(2_000);
            assertThat(threeFour.text()).isEqualTo("three four");
            assertThat(threeFour.mediaStartMillis()).isEqualTo(2_000);
            assertThat(stage.drain())
                    .containsExactlyInAnyOrder(
                            Interpretation.announcing(first, List.of("es"), List.of(), told),
                            Interpretation.asking(threeFour, "es"),
                            Interpretation.announcing(second, List.of("ca", "es"), List.of(), told),
                            Interpretation.asking(second, "ca"),
                            Interpretation.asking(second, "es"));
        }
        assertThat(log.faults.calls()).as("two notes and one question").isEqualTo(3);
    }

    @Test
    void asksForWhatWasToldBeforeTheRestoreForTheTranscriptAlone() throws Exception {
        // Given: a session that keeps one, and a language that nobody listens to any more
        log.told(SESSION, "es", 2_000).join();
        log.told(SESSION, "fr", 4_000).join();
        log.told(SESSION, "en", 4_000).join();
        Utterance said = written(said(4, 0, 4_000, "one two three four"));

        // When
        try (var stage = stage(Duration.ofSeconds(60))) {
            stage.put(said);

            // Then
            Utterance oneTwo = said.until(2_000);
            assertThat(oneTwo.text()).isEqualTo("one two");
            assertThat(stage.drain())
                    .containsExactlyInAnyOrder(
                            Interpretation.announcing(
                                    said,
                                    List.of("ca", "es"),
                                    List.of("es", "fr"),
                                    Map.of("es", 2_000L, "fr", 4_000L, "en", 4_000L)),
                            Interpretation.asking(said, "ca"),
                            Interpretation.asking(said.since(2_000), "es"),
                            Interpretation.askingForTranscript(oneTwo, "es"),
                            Interpretation.askingForTranscript(said, "fr"));
        }
    }

    @Test
    void goesOnWithoutTheLogAndAsksItAgain() throws Exception {
        // Given
        log.told(SESSION, "es", 9_000).join();
        log.faults.failNext(1, ServiceException.refused("status 400"));
        try (var stage = stage(Duration.ofSeconds(60))) {
            // When
            stage.put(said(0, "Hello.")).put(said(1, "Again."));

            // Then
            assertThat(stage.drain())
                    .extracting(one -> one.utterance().ordinal() + " " + one.language())
                    .containsExactlyInAnyOrder("0 en", "0 ca", "0 es", "1 en", "1 ca");
        }
    }

    private AsyncHarness<Utterance, Interpretation> stage(Duration remembered) throws Exception {
        return AsyncHarness.open(
                new LanguagesFunction(() -> directory, () -> log, new LanguagesSettings(QUICK, 100, remembered), NOON),
                TypeInformation.of(Utterance.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }
}
