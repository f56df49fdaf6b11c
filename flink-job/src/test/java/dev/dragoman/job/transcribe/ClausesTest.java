package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClausesTest {

    private final Clauses clauses = new Clauses("en", 6_000);

    @Test
    void whatIsShortIsNotCut() {
        assertThat(clauses.firstPiece(List.of(), false)).isZero();
        assertThat(clauses.firstPiece(words(10, 300, 10), false)).isZero();
        assertThat(clauses.firstPiece(words(20, 300, 20), true)).isZero();
    }

    @Test
    void atTheBoundItIsCutBehindTheLastCertainWord() {
        assertThat(clauses.firstPiece(words(21, 300, 15), false)).isEqualTo(15);
        assertThat(clauses.firstPiece(words(21, 300, 21), false)).isEqualTo(20);
    }

    @Test
    void withoutACertainWordItIsCutAtTheBound() {
        assertThat(clauses.firstPiece(words(21, 300, 0), false)).isEqualTo(20);
    }

    @Test
    void aPauseIsPreferredFromTwoThirdsOfTheBoundOn() {
        List<RecognizedItem> items = new ArrayList<>(words(8, 300, 8));
        items.addAll(shifted(words(7, 300, 7), 8 * 300 + 200));
        assertThat(clauses.firstPiece(items, false)).isEqualTo(8);
        assertThat(clauses.firstPiece(items.subList(0, 12), false)).isZero();
    }

    @Test
    void aFinalResultWithinTheBoundIsLeftWhole() {
        List<RecognizedItem> items = new ArrayList<>(words(8, 300, 8));
        items.addAll(shifted(words(7, 300, 7), 8 * 300 + 200));
        assertThat(clauses.firstPiece(items, true)).isZero();
    }

    @Test
    void aClauseIsNotCutOffTooShort() {
        List<RecognizedItem> items = new ArrayList<>(words(3, 300, 3));
        items.addAll(shifted(words(12, 300, 12), 3 * 300 + 200));
        assertThat(clauses.firstPiece(items, false)).isZero();
    }

    @Test
    void aConjunctionStaysWithWhatFollows() {
        List<RecognizedItem> items = new ArrayList<>(words(15, 300, 15));
        items.set(9, item("But", 9 * 300, 10 * 300, true));
        assertThat(clauses.firstPiece(items, false)).isEqualTo(9);
        assertThat(new Clauses("fi", 6_000).firstPiece(items, false)).isZero();
    }

    @Test
    void aMarkStaysWithWhatIsBefore() {
        List<RecognizedItem> items = new ArrayList<>(words(15, 300, 15));
        items.add(9, new RecognizedItem(",", 2_700, 2_700, true, true));
        assertThat(clauses.firstPiece(items, false)).isEqualTo(10);
    }

    @Test
    void aCertainSentenceIsCutOffAtOnceUnlessItIsVeryShort() {
        List<RecognizedItem> items = new ArrayList<>(words(6, 300, 6));
        items.add(4, new RecognizedItem("?", 1_200, 1_200, true, true));
        assertThat(clauses.firstPiece(items, false)).isEqualTo(5);
        assertThat(clauses.firstPiece(items, true))
                .as("the result is whole anyway")
                .isZero();
        List<RecognizedItem> shorter = new ArrayList<>(words(6, 300, 6));
        shorter.add(1, new RecognizedItem("!", 300, 300, true, true));
        assertThat(clauses.firstPiece(shorter, false)).isZero();
    }

    @Test
    void aSentenceThatMayStillChangeIsNotCutOff() {
        List<RecognizedItem> items = new ArrayList<>(words(6, 300, 2));
        items.add(4, new RecognizedItem(".", 1_200, 1_200, true, false));
        assertThat(clauses.firstPiece(items, false)).isZero();
    }

    @Test
    void aWordLongerThanTheBoundStaysWhole() {
        List<RecognizedItem> one = List.of(item("aaah", 0, 7_000, true));
        List<RecognizedItem> two = List.of(item("aaah", 0, 7_000, true), item("so", 7_000, 7_200, true));
        assertThat(clauses.firstPiece(one, true)).isZero();
        assertThat(clauses.firstPiece(two, false)).isEqualTo(1);
    }

    /** Words without pauses, of which the first are stable. */
    private static List<RecognizedItem> words(int count, long millis, int stable) {
        List<RecognizedItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item("w" + i, i * millis, (i + 1) * millis, i < stable));
        }
        return items;
    }

    private static List<RecognizedItem> shifted(List<RecognizedItem> items, long by) {
        return items.stream()
                .map(item -> item(item.text(), item.startMillis() + by, item.endMillis() + by, item.stable()))
                .toList();
    }

    private static RecognizedItem item(String text, long start, long end, boolean stable) {
        return new RecognizedItem(text, start, end, false, stable);
    }
}
