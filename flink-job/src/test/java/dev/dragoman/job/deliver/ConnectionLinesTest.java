package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionLinesTest {

    private static final NotifySettings SETTINGS = new NotifySettings(
            new RetrySettings(Duration.ofMillis(400), Duration.ofMillis(200), Duration.ofMillis(1)),
            100,
            Duration.ZERO,
            5);

    private final FakeNotifier notifier = new FakeNotifier();
    private final List<String> gone = new ArrayList<>();
    private final ConnectionLines lines = new ConnectionLines(notifier, SETTINGS, () -> {}, gone::add);

    @Test
    void keepsNoLineThatNothingWaitsIn() {
        lines.join("a", "1", false).join();
        lines.join("b", "1", false).join();

        await().until(() -> lines.size() == 0);
    }

    @Test
    void aLineThatIsTooLongGivesUpItsOldest() {
        // Given: one under way that nobody answers, and a full line behind it
        notifier.faults("a").loseAnswers(100);
        var unused = lines.join("a", "0", false);
        List<CompletableFuture<Notifier.Outcome>> waiting = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            waiting.add(lines.join("a", String.valueOf(i), false));
        }

        // Then
        assertThat(waiting.get(0))
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("too many messages waiting");
        assertThat(waiting.subList(1, 6)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void nothingWaitsLongerThanItsBound() {
        notifier.faults("a").loseAnswers(100);
        var unused = lines.join("a", "0", false);

        assertThat(lines.join("a", "1", false)).failsWithin(2, TimeUnit.SECONDS);
        await().until(() -> lines.size() == 0);
    }

    @Test
    void whoIsGoneEndsTheWholeLine() {
        // Given
        notifier.faults("a").delay(Duration.ofMillis(20));
        notifier.leaves("a");

        // When
        CompletableFuture<Notifier.Outcome> first = lines.join("a", "1", false);
        CompletableFuture<Notifier.Outcome> second = lines.join("a", "2", false);

        // Then
        assertThat(first).succeedsWithin(2, TimeUnit.SECONDS).isEqualTo(Notifier.Outcome.GONE);
        assertThat(second).succeedsWithin(2, TimeUnit.SECONDS).isEqualTo(Notifier.Outcome.GONE);
        assertThat(gone).containsExactly("a");
        assertThat(notifier.faults("a").calls()).isEqualTo(1);
    }

    @Test
    void whatPassesIsNotRepeatedAndHoldsNothingUp() {
        // Given
        notifier.faults("a").failNext(1, ServiceException.throttled("status 429"));

        // When
        CompletableFuture<Notifier.Outcome> partial = lines.join("a", "partial", true);
        CompletableFuture<Notifier.Outcome> last = lines.join("a", "final", false);

        // Then
        assertThat(partial).isCompletedExceptionally();
        assertThat(last).isCompletedWithValue(Notifier.Outcome.TOLD);
        assertThat(notifier.told("a")).containsExactly("final");
        assertThat(notifier.faults("a").calls()).isEqualTo(2);
    }

    @Test
    void aThousandAnswersAtOnceDoNotExhaustTheStack() {
        // Given: a line that waits behind a slow answer
        NotifySettings roomy =
                new NotifySettings(RetrySettings.within(Duration.ofSeconds(30)), 100, Duration.ZERO, 10_000);
        ConnectionLines all = new ConnectionLines(notifier, roomy, () -> {}, gone::add);
        notifier.faults("a").delay(Duration.ofMillis(50));
        var unused = all.join("a", "first", false);
        notifier.faults("a").delay(Duration.ZERO);

        // When
        CompletableFuture<Notifier.Outcome> last = null;
        for (int i = 0; i < 5_000; i++) {
            last = all.join("a", String.valueOf(i), false);
        }

        // Then
        assertThat(last).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(Notifier.Outcome.TOLD);
        assertThat(notifier.told("a"))
                .hasSize(5_001)
                .startsWith("first", "0", "1")
                .endsWith("4999");
    }
}
