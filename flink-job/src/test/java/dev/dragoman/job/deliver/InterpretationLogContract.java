package dev.dragoman.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.InterpretationItem;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every log of interpretations does; a subclass says which. */
public abstract class InterpretationLogContract {

    /** The log to be held to it; empty for each test. */
    protected abstract InterpretationLog log();

    /** What is in it now. */
    protected abstract List<InterpretationItem> kept();

    @Test
    void keepsWhatWasSaidAndWhatWasNot() {
        // Given
        InterpretationItem heard = item("es", 1_000, "Buenos días.", null);
        InterpretationItem skipped = item("es", 2_000, "", "LATE");
        InterpretationItem elsewhere = item("fr", 1_000, "Bonjour.", null);

        // When
        keep(heard);
        keep(skipped);
        keep(elsewhere);

        // Then
        assertThat(kept()).containsExactlyInAnyOrder(heard, skipped, elsewhere);
    }

    @Test
    void theSamePlaceHoldsTheNewestOnly() {
        // When
        keep(item("es", 1_000, "Buenos días.", null));
        keep(item("es", 1_000, "Buenos días a todos.", null));

        // Then
        assertThat(kept()).containsExactly(item("es", 1_000, "Buenos días a todos.", null));
    }

    private void keep(InterpretationItem item) {
        assertThat(log().keep(item)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    private static InterpretationItem item(String language, long start, String text, @Nullable String skipped) {
        return new InterpretationItem(
                InterpretationItem.key("golden-eagle-427", language),
                start,
                start + 900,
                skipped == null ? 1_100 : 0,
                text,
                "Good morning.",
                skipped,
                4_000_000_000L);
    }
}
