package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.InterpretationItem;
import org.junit.jupiter.api.Test;

/** What ingest relies on in a table of interpretations; run against the fake here and against DynamoDB's endpoints elsewhere. */
abstract class InterpretationsContract {

    private static final String SESSION = "golden-eagle-427";

    /** An empty table for each test. */
    abstract Interpretations interpretations();

    /** Writes as the job does. */
    abstract void put(InterpretationItem item);

    @Test
    void givesWhatBeginsThereOrLaterInOrder() throws Exception {
        // Given
        InterpretationItem first = item("es", 1_000, null);
        InterpretationItem second = item("es", 5_000, null);
        InterpretationItem third = item("es", 10_000, "LATE");
        put(third);
        put(first);
        put(second);
        put(item("fr", 6_000, null));

        // When, then
        assertThat(interpretations().since(SESSION, "es", 0, 10)).containsExactly(first, second, third);
        assertThat(interpretations().since(SESSION, "es", 5_000, 10)).containsExactly(second, third);
        assertThat(interpretations().since(SESSION, "es", 10_001, 10)).isEmpty();
        assertThat(interpretations().since("silver-river-001", "es", 0, 10)).isEmpty();
    }

    @Test
    void givesTheEarliestWhenThereAreMoreThanAskedFor() throws Exception {
        // Given
        put(item("es", 3_000, null));
        put(item("es", 1_000, null));
        put(item("es", 2_000, null));

        // When, then
        assertThat(interpretations().since(SESSION, "es", 0, 2))
                .extracting(InterpretationItem::mediaStartMillis)
                .containsExactly(1_000L, 2_000L);
    }

    @Test
    void knowsWhereTheNewestBegins() throws Exception {
        // Given
        put(item("es", 3_000, null));
        put(item("es", 12_000, "LATE"));
        put(item("es", 7_000, null));
        put(item("fr", 20_000, null));

        // When, then
        assertThat(interpretations().newest(SESSION, "es")).hasValue(12_000);
        assertThat(interpretations().newest(SESSION, "ca")).isEmpty();
    }

    private static InterpretationItem item(String language, long start, String skipped) {
        return new InterpretationItem(
                InterpretationItem.key(SESSION, language),
                start,
                start + 900,
                skipped == null ? 800 : 0,
                skipped == null ? "Buenos días." : "",
                "Good morning.",
                skipped,
                100_000);
    }
}
