package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class NotifyFunctionTest {

    private static final InterpretationItem ITEM = new InterpretationItem(
            InterpretationItem.key(SESSION, "es"), 2_000, 2_900, 800, "hola", "hello", null, 100_000);
    private static final Clock NOON = Clock.fixed(Instant.ofEpochMilli(12_000), ZoneOffset.UTC);
    private static final RetrySettings QUICK =
            new RetrySettings(Duration.ofMillis(600), Duration.ofMillis(150), Duration.ofMillis(1));

    private final FakeListenerDirectory directory = new FakeListenerDirectory()
            .with("s", SESSION, ConnectionItem.SPEAKER)
            .with("a", SESSION, "es")
            .with("b", SESSION, "es")
            .with("c", SESSION, "ca");
    private final FakeInterpretationLog interpretations = new FakeInterpretationLog();
    private final FakeNotifier notifier = new FakeNotifier();
    private final FakeDeliveryLog log = new FakeDeliveryLog().with(SESSION);

    @Test
    void tellsWhomItConcerns() throws Exception {
        try (var stage = stage()) {
            stage.put(to("es", "1")).put(to(ConnectionItem.SPEAKER, "2")).put(to(Notification.EVERYONE, "3"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.told("a")).containsExactly("1", "3");
        assertThat(notifier.told("b")).containsExactly("1", "3");
        assertThat(notifier.told("c")).containsExactly("3");
        assertThat(notifier.told("s")).containsExactly("2", "3");
    }

    @Test
    void tellsEachConnectionInOrderThroughThrottlingAndLostAnswers() throws Exception {
        notifier.faults("a").failNext(3, ServiceException.throttled("LimitExceededException, status 429"));
        notifier.faults("b").delay(Duration.ofMillis(5));
        List<String> all = IntStream.range(0, 20).mapToObj(String::valueOf).toList();
        try (var stage = stage()) {
            for (String one : all) {
                stage.put(to("es", one));
            }
            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.told("a")).isEqualTo(all);
        assertThat(notifier.told("b")).isEqualTo(all);
    }

    @Test
    void keepsTheOrderWhenTheDirectoryAnswersLate() throws Exception {
        directory.faults.loseAnswers(1); // the first question only
        try (var stage = stage()) {
            stage.put(to("es", "1")).put(to("es", "2")).put(to(Notification.EVERYONE, "3"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.told("a")).containsExactly("1", "2", "3");
    }

    @Test
    void oneSlowListenerDelaysNobodyElse() throws Exception {
        notifier.faults("a").loseAnswers(1_000);
        try (var stage = stage()) {
            stage.put(to("es", "1")).put(to("es", "2")).put(to("es", "3"));

            await().untilAsserted(() -> assertThat(notifier.told("b")).containsExactly("1", "2", "3"));
            assertThat(stage.out()).isEmpty();

            assertThat(stage.drain()).hasSize(3).allMatch(one -> one.detail().startsWith("1 of 2 connections"));
        }
    }

    @Test
    void removesWhoIsGoneAndTellsThemNothingMore() throws Exception {
        notifier.leaves("a");
        try (var stage = stage()) {
            stage.put(to("es", "1"));
            await().until(() -> !directory.knows("a"));
            directory.with("a", SESSION, "es"); // the index is behind
            stage.put(to("es", "2"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.faults("a").calls()).isEqualTo(1);
        assertThat(notifier.told("b")).containsExactly("1", "2");
    }

    @Test
    void writesDownWhomItCouldNotTell() throws Exception {
        notifier.faults("b").breakWith(ServiceException.unavailable("status 500"));
        try (var stage = stage()) {
            assertThat(stage.put(to("es", "1")).drain())
                    .containsExactly(new DeadLetter(
                            "notify",
                            "NOTIFY_FAILED",
                            SESSION,
                            "es/2000",
                            "1 of 2 connections: [UNAVAILABLE: status 500]",
                            12_000));
        }
        assertThat(notifier.told("a")).containsExactly("1");
    }

    @Test
    void writesDownThatNobodyKnowsWhomToTell() throws Exception {
        directory.faults.breakWith(ServiceException.unavailable("status 500"));
        try (var stage = stage()) {
            assertThat(stage.put(to("es", "1")).drain())
                    .extracting(DeadLetter::reason)
                    .containsExactly("DIRECTORY_UNAVAILABLE");
        }
    }

    @Test
    void tellsWhoWasThereLastWhenTheDirectoryIsGone() throws Exception {
        try (var stage = stage()) {
            stage.put(to("es", "1"));
            directory.faults.breakWith(ServiceException.unavailable("status 500"));
            stage.put(to("es", "2"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.told("a")).containsExactly("1", "2");
    }

    @Test
    void whoJoinedAMomentAgoMissesNoAudio() throws Exception {
        try (var stage = stage()) {
            stage.put(passing("es", "partial"));
            directory.with("z", SESSION, "es");
            stage.put(passing("es", "partial 2")).put(to("es", "audio"));
            stage.drain();
        }
        assertThat(notifier.told("z")).containsExactly("audio");
    }

    @Test
    void sparesWhoIsBehindTheCaptionsThatWereReplaced() throws Exception {
        notifier.faults("a").delay(Duration.ofMillis(60));
        try (var stage = stage()) {
            stage.put(to("es", "first"));
            for (int i = 0; i < 10; i++) {
                stage.put(passing("es", "partial " + i));
            }
            stage.put(to("es", "last"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(notifier.told("a")).containsExactly("first", "partial 9", "last");
        assertThat(notifier.told("b")).hasSize(12);
    }

    @Test
    void losesNothingSilentlyWhenTheOperatorsTimeIsOver() throws Exception {
        notifier.faults("a").delay(Duration.ofMillis(100));
        try (var stage = stage()) {
            stage.put(to("es", "1")).passes(Duration.ofMinutes(1));

            assertThat(stage.drain()).extracting(DeadLetter::reason).containsExactly("NOTIFY_FAILED");
        }
    }

    @Test
    void tellsTenThousandListeners() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            directory.with("many" + i, SESSION, "fr");
        }
        try (var stage = stage()) {
            stage.put(to("fr", "1")).put(to("fr", "2"));

            assertThat(stage.drain()).isEmpty();
        }
        assertThat(IntStream.range(0, 10_000))
                .allMatch(i -> notifier.told("many" + i).equals(List.of("1", "2")));
    }

    @Test
    void notesHowFarEachLanguageWasTold() throws Exception {
        try (var stage = stage()) {
            stage.put(until("es", 3_000)).put(until("ca", 2_000)).put(to("ca", "unfinished"));
            stage.put(until("es", 5_000)).drain();
        }
        assertThat(log.noted(SESSION)).isEqualTo(Map.of("es", 5_000L, "ca", 2_000L));
    }

    @Test
    void notesNothingBeforeEverybodyWasTold() throws Exception {
        notifier.faults("a").loseAnswers(1);
        try (var stage = stage(RetrySettings.within(Duration.ofMinutes(1)))) {
            stage.put(until("es", 3_000)).put(until("ca", 2_000));

            assertThat(log.noted(SESSION)).isEqualTo(Map.of("ca", 2_000L));
        }
    }

    @Test
    void notesNothingOfWhatNobodyWasTold() throws Exception {
        directory.faults.breakWith(ServiceException.unavailable("status 500"));
        try (var stage = stage()) {
            stage.put(until("es", 3_000)).drain();
        }
        assertThat(log.faults.calls()).isZero();
    }

    @Test
    void noteTakingDelaysNoTelling() throws Exception {
        log.faults.loseAnswers(1).failNext(2, ServiceException.throttled("status 400"));
        try (var stage = stage()) {
            stage.put(until("es", 3_000)).put(until("es", 4_000)).put(until("ca", 5_000));

            assertThat(stage.drain()).isEmpty();
            assertThat(notifier.told("a")).hasSize(2);
        }
        await().untilAsserted(() -> assertThat(log.noted(SESSION)).isEqualTo(Map.of("es", 4_000L, "ca", 5_000L)));
    }

    @Test
    void whatCanBeMissedIsKeptBeforeItIsTold() throws Exception {
        // Given
        interpretations.faults.delay(Duration.ofMillis(50));
        List<Integer> keptWhenTold = new CopyOnWriteArrayList<>();
        notifier.onTold(() -> keptWhenTold.add(interpretations.kept().size()));

        // When
        try (var stage = stage()) {
            stage.put(to("es", "hola").keeping(ITEM)).drain();
        }

        // Then
        assertThat(keptWhenTold).isNotEmpty().containsOnly(1);
        assertThat(interpretations.kept()).containsExactly(ITEM);
    }

    @Test
    void whatCannotBeKeptIsToldAllTheSameAndInOrder() throws Exception {
        // Given
        interpretations.faults.loseAnswers(100);

        // When
        List<DeadLetter> letters;
        try (var stage = stage()) {
            letters = stage.put(to("es", "hola").keeping(ITEM))
                    .put(to("es", "adios"))
                    .drain();
        }

        // Then
        assertThat(letters).isEmpty();
        assertThat(notifier.told("a")).containsExactly("hola", "adios");
    }

    private AsyncHarness<Notification, DeadLetter> stage() throws Exception {
        return stage(QUICK);
    }

    private AsyncHarness<Notification, DeadLetter> stage(RetrySettings retry) throws Exception {
        return AsyncHarness.open(
                new NotifyFunction(
                        () -> directory,
                        () -> interpretations,
                        () -> notifier,
                        () -> log,
                        new NotifySettings(retry, 100, Duration.ofSeconds(60), 100),
                        NOON),
                TypeInformation.of(Notification.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private static Notification to(String target, String message) {
        return new Notification(SESSION, target, message, 2_000, false);
    }

    private static Notification until(String target, long mediaMillis) {
        return new Notification(SESSION, target, "until " + mediaMillis, 2_000, false, mediaMillis);
    }

    private static Notification passing(String target, String message) {
        return new Notification(SESSION, target, message, 2_000, true);
    }
}
