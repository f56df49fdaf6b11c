package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.ConnectionItem;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** What every listener directory does; a subclass says which. Each test has sessions of its own. */
public abstract class ListenerDirectoryContract {

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private static final long LONG_FROM_NOW = 4_000_000_000L;

    private final int number = SESSIONS.getAndAdd(2);
    private final String talk = session(number);
    private final String other = session(number + 1);

    /** The directory to be held to it. */
    protected abstract ListenerDirectory directory();

    /** Puts a connection into its table. */
    protected abstract void joins(ConnectionItem connection);

    @Test
    void knowsEachLanguageOnceAndNotTheSpeaker() {
        joins("s", talk, ConnectionItem.SPEAKER);
        joins("a", talk, "es");
        joins("b", talk, "es");
        joins("c", talk, "pt-BR");
        joins("d", other, "fr");

        answer(directory().languages(talk)).isEqualTo(Set.of("es", "pt-BR"));
    }

    @Test
    void knowsWhoListensToALanguage() {
        joins("s", talk, ConnectionItem.SPEAKER);
        joins("a", talk, "es");
        joins("b", talk, "es");
        joins("c", talk, "fr");
        joins("d", other, "es");

        assertThat(directory().connections(talk, "es").join()).containsExactlyInAnyOrder(id("a"), id("b"));
        assertThat(directory().connections(talk, ConnectionItem.SPEAKER).join()).containsExactly(id("s"));
        assertThat(directory().everyone(talk).join()).containsExactlyInAnyOrder(id("s"), id("a"), id("b"), id("c"));
    }

    @Test
    void knowsNobodyInASessionThatNobodyJoined() {
        answer(directory().languages(talk)).isEqualTo(Set.of());
        assertThat(directory().everyone(talk).join()).isEmpty();
    }

    @Test
    void forgetsWhoIsGoneHoweverOftenItIsTold() {
        joins("a", talk, "es");

        directory().remove(id("a")).join();
        directory().remove(id("a")).join();

        assertThat(directory().connections(talk, "es").join()).isEmpty();
    }

    @Test
    void aLanguageCountsForAWhileAfterItsLastListenerIsLost() {
        joins("a", talk, "es");

        directory().remove(id("a")).join();

        assertThat(directory().connections(talk, "es").join()).isEmpty();
        assertThat(directory().everyone(talk).join()).isEmpty();
        answer(directory().languages(talk)).isEqualTo(Set.of("es"));
    }

    @Test
    void whoIsNotHereIsToldNothing() {
        joins(new ConnectionItem(id("a"), talk, "es", "", false, LONG_FROM_NOW));
        joins("b", talk, "fr");

        assertThat(directory().everyone(talk).join()).containsExactly(id("b"));
        answer(directory().languages(talk)).isEqualTo(Set.of("es", "fr"));
    }

    @Test
    void whatHasExpiredCountsAsGone() {
        for (int i = 0; i < 250; i++) {
            joins(new ConnectionItem(id("a" + i), talk, "es", "", true, 1_000));
        }
        joins("b", talk, "fr");

        assertThat(directory().everyone(talk).join()).containsExactly(id("b"));
        answer(directory().languages(talk)).isEqualTo(Set.of("fr"));
    }

    @Test
    void aSpeakerWhoIsGoneIsForgottenAtOnce() {
        joins("s", talk, ConnectionItem.SPEAKER);

        directory().remove(id("s")).join();

        assertThat(directory().connections(talk, ConnectionItem.SPEAKER).join()).isEmpty();
    }

    private void joins(String name, String sessionId, String language) {
        joins(new ConnectionItem(id(name), sessionId, language, "", true, LONG_FROM_NOW));
    }

    private String id(String name) {
        return name + number;
    }

    private static String session(int number) {
        return String.format(Locale.ROOT, "golden-eagle-%03d", number);
    }

    private static <T> ObjectAssert<T> answer(CompletableFuture<T> future) {
        return assertThat(future).succeedsWithin(10, TimeUnit.SECONDS);
    }
}
