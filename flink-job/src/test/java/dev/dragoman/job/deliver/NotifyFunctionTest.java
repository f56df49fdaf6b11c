package dev.dragoman.job.deliver;

import static dev.dragoman.job.service.Utterances.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.service.AsyncHarness;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.junit.jupiter.api.Test;

class NotifyFunctionTest {

    private static final Clock NOON = Clock.fixed(Instant.ofEpochMilli(12_000), ZoneOffset.UTC);
    private static final RetrySettings QUICK =
            new RetrySettings(Duration.ofMillis(600), Duration.ofMillis(150), Duration.ofMillis(1));

    private final FakeListenerDirectory directory = new FakeListenerDirectory()
            .with("s", SESSION, ConnectionItem.SPEAKER)
            .with("a", SESSION, "es")
            .with("b", SESSION, "es")
            .with("c", SESSION, "ca");
    private final FakeNotifier notifier = new FakeNotifier();

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

    private AsyncHarness<Notification, DeadLetter> stage() throws Exception {
        return AsyncHarness.open(
                new NotifyFunction(
                        () -> directory,
                        () -> notifier,
                        new NotifySettings(QUICK, 100, Duration.ofSeconds(60), 100),
                        NOON),
                TypeInformation.of(Notification.class).createSerializer(new SerializerConfigImpl()),
                Duration.ofSeconds(10),
                null);
    }

    private static Notification to(String target, String message) {
        return new Notification(SESSION, target, message, 2_000, false);
    }

    private static Notification passing(String target, String message) {
        return new Notification(SESSION, target, message, 2_000, true);
    }
}
