package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every delivery log does; a subclass says which. Each test has a session of its own. */
public abstract class DeliveryLogContract {

    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private final String talk = String.format(Locale.ROOT, "silver-heron-%03d", SESSIONS.getAndIncrement());

    /** The log to be held to it. */
    protected abstract DeliveryLog log();

    /** Makes a session known, as ingest does. */
    protected abstract void begins(String sessionId);

    @Test
    void knowsNothingOfASessionThatBegan() {
        begins(talk);

        assertThat(toldUntil()).isEmpty();
    }

    @Test
    void remembersEachLanguageForItself() {
        begins(talk);

        tell("es", 4_000);
        tell("pt-BR", 2_500);
        tell("es", 6_000);

        assertThat(toldUntil()).isEqualTo(Map.of("es", 6_000L, "pt-BR", 2_500L));
    }

    @Test
    void neverGoesBack() {
        begins(talk);

        tell("es", 6_000);
        tell("es", 4_000);
        tell("es", 6_000);

        assertThat(toldUntil()).isEqualTo(Map.of("es", 6_000L));
    }

    @Test
    void keepsTheFurthestOfManyAtOnce() {
        begins(talk);

        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            all.add(log().told(talk, i % 2 == 0 ? "es" : "fr", i * 1_000L));
        }
        all.forEach(one -> assertThat(one).succeedsWithin(10, TimeUnit.SECONDS));

        assertThat(toldUntil()).isEqualTo(Map.of("es", 20_000L, "fr", 19_000L));
    }

    @Test
    void notesNothingOfASessionThatIsForgotten() {
        tell("es", 4_000);

        assertThat(toldUntil()).isEmpty();
    }

    private void tell(String language, long mediaMillis) {
        assertThat(log().told(talk, language, mediaMillis)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    private Map<String, Long> toldUntil() {
        return log().toldUntil(talk).orTimeout(10, TimeUnit.SECONDS).join();
    }
}
