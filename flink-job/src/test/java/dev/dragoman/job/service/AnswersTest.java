package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final CompletableFuture<String> call = new CompletableFuture<>();
    private final CompletableFuture<Integer> read = Answers.read(call, String::length, failure -> {
        throw new CompletionException(ServiceException.unavailable("gone"));
    });

    @Test
    void readsWhatCame() {
        call.complete("four");

        assertThat(read).isCompletedWithValue(4);
    }

    @Test
    void saysWhyNothingCame() {
        call.completeExceptionally(new IllegalStateException());

        assertThatThrownBy(read::join).hasCauseInstanceOf(ServiceException.class);
    }

    @Test
    void givingUpTakesTheCallDown() {
        read.cancel(true);

        assertThat(call).isCancelled();
    }

    @Test
    void runningOutOfTimeTakesTheCallDown() {
        assertThatThrownBy(() -> read.orTimeout(1, TimeUnit.MILLISECONDS).join())
                .isInstanceOf(CompletionException.class);

        assertThat(call).isCancelled();
    }
}
