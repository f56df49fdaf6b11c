package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutWordsTest {

    private final CutWords cut = new CutWords();

    @Test
    void nothingIsLeftOutBeforeACut() {
        assertThat(texts(cut.remainder("r", items("a b c")))).containsExactly("a", "b", "c");
    }

    @Test
    void cutWordsAreLeftOutOfEveryLaterTelling() {
        cut.cut("r", items("a b c").subList(0, 2));
        assertThat(texts(cut.remainder("r", items("a b c d")))).containsExactly("c", "d");
        cut.cut("r", cut.remainder("r", items("a b c d e")).subList(0, 1));
        assertThat(texts(cut.remainder("r", items("A b C d e f")))).containsExactly("d", "e", "f");
    }

    @Test
    void marksThatComeLaterDoNotMatter() {
        cut.cut("r", items("a b"));
        assertThat(texts(cut.remainder("r", items("a , b . c d ."))))
                .as("the mark behind the cut goes with it")
                .containsExactly("c", "d", ".");
    }

    @Test
    void wordsAreLeftOutByNumberThoughTheirTimesMove() {
        cut.cut("r", items("a b"));
        List<RecognizedItem> later = new ArrayList<>();
        for (RecognizedItem item : items("a b c")) {
            later.add(new RecognizedItem(item.text(), item.startMillis() + 400, item.endMillis() + 400, false, true));
        }
        assertThat(texts(cut.remainder("r", later))).containsExactly("c");
    }

    @Test
    void wordsThatChangedAfterAllAreLeftOutByTheirTime() {
        cut.cut("r", items("a b"));
        assertThat(texts(cut.remainder("r", items("a x c d")))).containsExactly("c", "d");
        List<RecognizedItem> merged = List.of(item("ab", 0, 560), item("c", 560, 900));
        assertThat(texts(cut.remainder("r", merged))).containsExactly("c");
    }

    @Test
    void anotherResultIsComparedByTime() {
        cut.cut("r", items("a b"));
        assertThat(texts(cut.remainder("s", items("a b c")))).containsExactly("c");
    }

    @Test
    void whatWasUtteredIsLeftOutOfAnotherStreamsResults() {
        cut.utteredUpTo(600);
        assertThat(texts(cut.remainder("r", items("a b c")))).containsExactly("c");
    }

    @Test
    void ifEverythingWasCutNothingRemains() {
        cut.cut("r", items("a b"));
        assertThat(cut.remainder("r", items("a b"))).isEmpty();
        assertThat(cut.remainder("r", items("a b ."))).isEmpty();
    }

    /** Words of 300 ms each; marks take no time. */
    private static List<RecognizedItem> items(String text) {
        List<RecognizedItem> items = new ArrayList<>();
        long at = 0;
        for (String word : text.split(" ", -1)) {
            boolean mark = ".,".contains(word);
            items.add(new RecognizedItem(word, at, mark ? at : at + 300, mark, true));
            at += mark ? 0 : 300;
        }
        return items;
    }

    private static RecognizedItem item(String text, long start, long end) {
        return new RecognizedItem(text, start, end, false, true);
    }

    private static List<String> texts(List<RecognizedItem> items) {
        return items.stream().map(RecognizedItem::text).toList();
    }
}
