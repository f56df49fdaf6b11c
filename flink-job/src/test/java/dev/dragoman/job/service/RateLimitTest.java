package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long PATIENT = 60_000;

    private final ManualTime time = new ManualTime();
    private final List<String> turns = new ArrayList<>();

    @Test
    void givesTurnsAtTheRateAndNoFaster() {
        // Given
        Turns member = limit(8, 1, 1).join();

        // When
        ask(member, "one", 10);
        time.passes(1_000);

        // Then: the first at once, then one in 125 ms
        assertThat(turns).hasSize(9);
    }

    @Test
    void afterARestGivesTheBurstButOne() {
        // Given
        Turns member = limit(8, 10, 1).join();
        time.passes(10_000);

        // When
        ask(member, "one", 20);

        // Then
        assertThat(turns).hasSize(9);
    }

    @Test
    void beginsWithoutABurst() {
        // When
        ask(limit(8, 10, 1).join(), "one", 20);

        // Then
        assertThat(turns).hasSize(1);
    }

    @Test
    void subtasksOfAJvmHaveTheirShareTogether() {
        // Given: two of four subtasks are here, and one of them has nothing to do
        RateLimit limit = limit(8, 1, 4);
        Turns busy = limit.join();
        limit.join();

        // When
        ask(busy, "one", 20);
        time.passes(2_000);

        // Then: four a second
        assertThat(turns).hasSize(9);
    }

    @Test
    void sessionsTakeTurns() {
        // Given: somebody wants a lot, and two others come later with little
        Turns member = limit(10, 1, 1).join();
        ask(member, "greedy", 50);
        ask(member, "second", 2);
        ask(member, "third", 1);

        // When
        time.passes(500);

        // Then
        assertThat(turns).containsExactly("greedy/0", "greedy/1", "second/0", "third/0", "greedy/2", "second/1");
    }

    @Test
    void theOldestIsFirstHoweverFarASessionIsBehind() {
        // Given
        Turns member = limit(1, 1, 1).join();
        ask(member, "one", 5);

        // When
        time.passes(3_000);

        // Then
        assertThat(turns).containsExactly("one/0", "one/1", "one/2", "one/3");
    }

    @Test
    void whereItMattersTheNewestIsFirstWhenASessionIsBehindAndEndsWhatIsOlder() {
        // Given: five in one language, and two in another
        Turns member = limit(1, 1, 1, true).join();
        List<CompletableFuture<Void>> spanish = ask(member, "one", 5);
        CompletableFuture<Void> french = member.turn("one", "fr", 2_500, PATIENT);

        // When
        time.passes(2_000);

        // Then: the first two in order, while nobody waits for long
        assertThat(turns).containsExactly("one/0", "one/1", "one/4");
        assertThat(spanish.subList(2, 4))
                .allSatisfy(overtaken -> assertThat(overtaken)
                        .failsWithin(0, TimeUnit.SECONDS)
                        .withThrowableThat()
                        .withMessageContaining("NOT_IN_TIME: a newer one had the turn"));
        assertThat(french).isNotDone();
        time.passes(1_000);
        assertThat(french).isCompleted();
    }

    @Test
    void guestsHaveWhatNobodyWaitsFor() {
        // Given: a rate of one in a second, of whose three subtasks one is here
        RateLimit limit = limit(3, 1, 3);
        Turns guest = limit.visit();
        Turns member = limit.join();

        // Then: the first turn is there, another one not yet
        assertThat(guest.now()).isTrue();
        assertThat(guest.now()).isFalse();

        // When: somebody waits
        ask(member, "one", 2);
        time.passes(1_000);

        // Then: the turn was theirs, and the next one is as well
        assertThat(turns).containsExactly("one/0");
        assertThat(guest.now()).isFalse();
        time.passes(1_000);
        assertThat(turns).hasSize(2);
        time.passes(1_000);
        assertThat(guest.now()).isTrue();
    }

    @Test
    void whoCannotHaveATurnInTimeIsToldSo() {
        // Given
        Turns member = limit(1, 1, 1).join();
        ask(member, "one", 1);
        CompletableFuture<Void> late = member.turn("one", "es", 1_000, 400);

        // When
        time.passes(400);

        // Then
        assertThat(late)
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("NOT_IN_TIME: its turn never came");
    }

    @Test
    void whoComesTooLateIsToldSoAtOnce() {
        assertThat(limit(1, 1, 1).join().turn("one", "es", 0, 0))
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("NOT_IN_TIME: it came too late");
    }

    @Test
    void whereMoreWaitThanCouldBeInTimeTheOldestOfTheGreediestMakesRoom() {
        // Given: ten can wait
        RateLimit limit = limit(1, 1, 1);
        Turns member = limit.join();
        ask(member, "modest", 1);
        List<CompletableFuture<Void>> greedy = ask(member, "greedy", 10);

        // When
        ask(member, "modest", 1);

        // Then
        assertThat(limit.waiting()).isEqualTo(10);
        assertThat(greedy.get(0)).isCompletedExceptionally();
        assertThat(greedy.subList(1, 10)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whenTheServiceThrottlesTheBurstIsGivenUp() {
        // Given
        Turns member = limit(10, 10, 1).join();
        time.passes(10_000);

        // When
        member.throttled();
        ask(member, "one", 5);

        // Then
        assertThat(turns).isEmpty();
        time.passes(100);
        assertThat(turns).hasSize(1);
    }

    @Test
    void aClosedSubtaskTakesNoTurns() {
        // Given
        RateLimit limit = limit(10, 1, 1);
        Turns closed = limit.join();
        Turns open = limit.join();
        List<CompletableFuture<Void>> gone = ask(closed, "closed", 3);
        ask(open, "open", 1);

        // When
        closed.close();
        time.passes(100);

        // Then
        assertThat(gone.subList(1, 3)).allMatch(CompletableFuture::isCancelled);
        assertThat(turns).containsExactly("closed/0", "open/0");
    }

    private RateLimit limit(double perSecond, int burst, int subtasks) {
        return limit(perSecond, burst, subtasks, false);
    }

    private RateLimit limit(double perSecond, int burst, int subtasks, boolean newestFirst) {
        return new RateLimit(
                new RateSettings(perSecond, burst, Duration.ofSeconds(10)),
                newestFirst,
                subtasks,
                time::nanos,
                time::after);
    }

    private List<CompletableFuture<Void>> ask(Turns member, String session, int times) {
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String name = session + "/" + i;
            CompletableFuture<Void> turn = member.turn(session, "es", i * 1_000L, PATIENT);
            var unused = turn.thenRun(() -> turns.add(name));
            asked.add(turn);
        }
        return asked;
    }
}
