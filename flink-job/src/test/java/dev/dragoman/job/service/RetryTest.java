package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final RetrySettings QUICK =
            new RetrySettings(Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(1));

    private final Faults service = new Faults();

    @Test
    void repeatsWhatMaySucceedLater() {
        // Given
        service.failNext(1, ServiceException.throttled("x")).failNext(2, ServiceException.unavailable("y"));

        // When
        String answer = within(QUICK).join();

        // Then
        assertThat(answer).isEqualTo("done");
        assertThat(service.calls()).isEqualTo(4);
    }

    @Test
    void asksAgainWhenAnAnswerWasLost() {
        service.loseAnswers(1);

        assertThat(within(QUICK).join()).isEqualTo("done");
        assertThat(service.calls()).isEqualTo(2);
    }

    @Test
    void doesNotRepeatWhatWasRefused() {
        service.failNext(1, ServiceException.refused("UnsupportedLanguagePairException"));

        assertThatThrownBy(() -> within(QUICK).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("REFUSED: UnsupportedLanguagePairException");
        assertThat(service.calls()).isEqualTo(1);
    }

    @Test
    void doesNotRepeatWhatNobodyForesaw() {
        service.throwNext(new IllegalStateException("may hold what was said"));

        assertThatThrownBy(() -> within(QUICK).join()).hasRootCauseMessage("REFUSED: IllegalStateException");
    }

    @Test
    void givesUpAtTheBoundWithTheLastFailure() {
        // Given
        service.breakWith(ServiceException.throttled("slow down"));
        RetrySettings bounded = new RetrySettings(Duration.ofMillis(60), Duration.ofMillis(20), Duration.ofMillis(5));

        // When
        CompletableFuture<String> outcome = within(bounded);

        // Then
        assertThat(outcome)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withRootCauseInstanceOf(ServiceException.class)
                .withMessageContaining("THROTTLED: slow down");
        assertThat(service.calls()).isBetween(2, 10);
    }

    @Test
    void waitsForATurnBeforeEveryCallAndTheBoundBeginsWithTheFirst() {
        // Given: one failure, and turns that are given by hand
        service.failNext(1, ServiceException.throttled("x"));
        List<CompletableFuture<Void>> turns = new CopyOnWriteArrayList<>();
        List<Long> lefts = new CopyOnWriteArrayList<>();
        List<ServiceException> failures = new CopyOnWriteArrayList<>();
        CompletableFuture<String> outcome = Retry.within(
                QUICK,
                left -> {
                    lefts.add(left);
                    CompletableFuture<Void> turn = new CompletableFuture<>();
                    turns.add(turn);
                    return turn;
                },
                () -> service.call(() -> "done"),
                failures::add,
                () -> {});
        assertThat(service.calls()).isZero();

        // When
        turns.get(0).complete(null);
        Awaitility.await().until(() -> turns.size() == 2);

        // Then
        assertThat(service.calls()).isEqualTo(1);
        assertThat(lefts.get(0)).as("the first turn may come at any time").isEqualTo(Long.MAX_VALUE);
        assertThat(lefts.get(1))
                .as("the next one only within the bound")
                .isBetween(0L, QUICK.bound().toMillis());
        assertThat(failures).extracting(ServiceException::reason).containsExactly(ServiceException.Reason.THROTTLED);
        turns.get(1).complete(null);
        assertThat(outcome).succeedsWithin(5, TimeUnit.SECONDS).isEqualTo("done");
    }

    @Test
    void withoutAnotherTurnTheLastFailureIsTheOutcome() {
        // Given
        service.breakWith(ServiceException.unavailable("status 500"));
        AtomicInteger turns = new AtomicInteger();

        // When
        CompletableFuture<String> outcome = Retry.within(
                QUICK,
                left -> turns.getAndIncrement() == 0
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(ServiceException.notInTime("its turn never came")),
                () -> service.call(() -> "done"),
                failure -> {},
                () -> {});

        // Then
        assertThat(outcome)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("UNAVAILABLE: status 500");
        assertThat(service.calls()).isEqualTo(1);
    }

    @Test
    void refusesSettingsThatMakeNoSenseAndSaysAllOfThem() {
        assertThatThrownBy(() -> new RetrySettings(Duration.ofHours(1), Duration.ZERO, Duration.ofMinutes(1)))
                .hasMessageContaining("bound: was 3600000 ms, accepted 10 to 300000 ms")
                .hasMessageContaining("attempt: was 0 ms")
                .hasMessageContaining("firstBackoff: was 60000 ms");
    }

    private CompletableFuture<String> within(RetrySettings settings) {
        return Retry.within(settings, () -> service.call(() -> "done"));
    }
}
