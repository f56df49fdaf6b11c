package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedAnswersTest {

    private final SharedAnswers<String, String> answers = SharedAnswers.of(10, Duration.ofMinutes(1));
    private final List<CompletableFuture<String>> asked = new ArrayList<>();

    @Test
    void whoeverAsksMeanwhileAndAfterwardsSharesTheAnswer() {
        // Given
        CompletableFuture<String> first = ask();
        CompletableFuture<String> meanwhile = ask();

        // When
        asked.get(0).complete("yes");

        // Then
        assertThat(List.of(first.join(), meanwhile.join(), ask().join())).containsOnly("yes");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoeverSharesAFailureFailsAndTheNextOneAsksAnew() {
        // Given
        CompletableFuture<String> first = ask();
        CompletableFuture<String> meanwhile = ask();

        // When
        asked.get(0).completeExceptionally(ServiceException.refused("x"));

        // Then
        assertThat(List.of(first, meanwhile)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(ask()).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatFailsForWhoeverAskedAloneIsAskedByWhoeverShared() {
        // Given: three, of whom the first comes too late
        CompletableFuture<String> first = ask();
        CompletableFuture<String> second = ask();
        CompletableFuture<String> third = ask();

        // When
        asked.get(0).completeExceptionally(ServiceException.notInTime("a newer one had the turn"));
        asked.get(1).complete("yes");

        // Then: one of the others asked for both
        assertThat(first).isCompletedExceptionally();
        assertThat(List.of(second.join(), third.join())).containsOnly("yes");
        assertThat(asked).hasSize(2);
    }

    private CompletableFuture<String> ask() {
        return answers.get(
                "question",
                () -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    asked.add(answer);
                    return answer;
                },
                InterpretationStage::isNotInTime);
    }
}
