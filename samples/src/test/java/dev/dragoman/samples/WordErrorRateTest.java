package dev.dragoman.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordErrorRateTest {

    @Test
    void caseAndPunctuationDoNotCount() {
        assertThat(WordErrorRate.between("Good morning, everyone!", "good Morning everyone."))
                .isEqualTo(new WordErrorRate(0, 3));
    }

    @Test
    void eachReplacedInsertedOrMissingWordIsOneError() {
        assertThat(WordErrorRate.between("one two three four", "one too three four"))
                .isEqualTo(new WordErrorRate(1, 4));
        assertThat(WordErrorRate.between("one two", "one or two")).isEqualTo(new WordErrorRate(1, 2));
        assertThat(WordErrorRate.between("one two three", "one three")).isEqualTo(new WordErrorRate(1, 3));
        assertThat(WordErrorRate.between("one two", "")).isEqualTo(new WordErrorRate(2, 2));
        assertThat(WordErrorRate.between("one two three four", "one too three four")
                        .rate())
                .isEqualTo(0.25);
    }

    @Test
    void apostrophesInsideWordsCount() {
        assertThat(WordErrorRate.words("Don’t say 'no'!")).containsExactly("don't", "say", "no");
    }

    @Test
    void nothingSaidHasNoRate() {
        assertThatThrownBy(() -> WordErrorRate.between(" … ", "one")).isInstanceOf(IllegalArgumentException.class);
    }
}
