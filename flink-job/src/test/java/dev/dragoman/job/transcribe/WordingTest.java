package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Utterance;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {

    private static final List<RecognizedItem> ITEMS = List.of(
            new RecognizedItem("a", 0, 1, false, true),
            new RecognizedItem(",", 1, 1, true, true),
            new RecognizedItem("b", 1, 2, false, true));

    @Test
    void wordsAreSpacedAndMarksCloseUp() {
        assertThat(new Wording("en-GB").write(ITEMS)).isEqualTo("a, b");
    }

    @Test
    void someLanguagesPutNoSpaces() {
        assertThat(new Wording("ja").write(ITEMS)).isEqualTo("a,b");
    }

    @Test
    void everyWordKnowsItsPlaceAndTime() {
        assertThat(new Wording("en").words(ITEMS))
                .containsExactly(new Utterance.Word(0, 0, 1), new Utterance.Word(3, 1, 2));
        assertThat(new Wording("ja").words(ITEMS))
                .containsExactly(new Utterance.Word(0, 0, 1), new Utterance.Word(2, 1, 2));
    }

    @Test
    void nothingIsAnEmptyText() {
        assertThat(new Wording("en").write(List.of())).isEmpty();
    }
}
