package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class TextPiecesProperties {

    @Property(tries = 300)
    void piecesJoinedAreTheTextAndNoneIsTooLong(
            @ForAll @StringLength(max = 200) String anything, @ForAll @IntRange(min = 4, max = 60) int mostBytes) {
        // Given: text that UTF-8 can write
        String text = new String(anything.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        // When
        List<String> pieces = TextPieces.of(text, "en", TextPiecesProperties::bytes, mostBytes);

        // Then
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).allMatch(piece -> piece.getBytes(StandardCharsets.UTF_8).length <= mostBytes);
    }

    @Example
    void cutsAtSentenceEnds() {
        assertThat(TextPieces.of("One two. Three four. Five.", "en", TextPiecesProperties::bytes, 21))
                .containsExactly("One two. Three four. ", "Five.");
    }

    @Example
    void cutsALongSentenceBetweenWords() {
        assertThat(TextPieces.of("One two three four", "en", TextPiecesProperties::bytes, 9))
                .containsExactly("One two ", "three ", "four");
    }

    @Example
    void leavesShortTextAlone() {
        assertThat(TextPieces.of("One. Two.", "en", TextPiecesProperties::bytes, 10_000))
                .containsExactly("One. Two.");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
