package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** What every listener directory does; a subclass says which. */
abstract class ListenerDirectoryContract {

    private static final String TALK = "golden-eagle-427";
    private static final String OTHER = "silver-otter-001";

    /** The directory to be held to it. */
    abstract ListenerDirectory directory();

    /** Puts a connection into its table. */
    abstract void joins(String connectionId, String sessionId, String language);

    @Test
    void knowsEachLanguageOnceAndNotTheSpeaker() {
        joins("s", TALK, ConnectionItem.SPEAKER);
        joins("a", TALK, "es");
        joins("b", TALK, "es");
        joins("c", TALK, "pt-BR");
        joins("d", OTHER, "fr");

        answer(directory().languages(TALK)).isEqualTo(java.util.Set.of("es", "pt-BR"));
    }

    @Test
    void knowsWhoListensToALanguage() {
        joins("s", TALK, ConnectionItem.SPEAKER);
        joins("a", TALK, "es");
        joins("b", TALK, "es");
        joins("c", TALK, "fr");
        joins("d", OTHER, "es");

        assertThat(directory().connections(TALK, "es").join()).containsExactlyInAnyOrder("a", "b");
        assertThat(directory().connections(TALK, ConnectionItem.SPEAKER).join()).containsExactly("s");
        assertThat(directory().everyone(TALK).join()).containsExactlyInAnyOrder("s", "a", "b", "c");
    }

    @Test
    void knowsNobodyInASessionThatNobodyJoined() {
        answer(directory().languages(TALK)).isEqualTo(java.util.Set.of());
        assertThat(directory().everyone(TALK).join()).isEmpty();
    }

    @Test
    void forgetsWhoIsGoneHoweverOftenItIsTold() {
        joins("a", TALK, "es");

        directory().remove("a").join();
        directory().remove("a").join();

        assertThat(directory().connections(TALK, "es").join()).isEmpty();
    }

    private static <T> ObjectAssert<T> answer(CompletableFuture<T> future) {
        return assertThat(future).succeedsWithin(10, TimeUnit.SECONDS);
    }
}
