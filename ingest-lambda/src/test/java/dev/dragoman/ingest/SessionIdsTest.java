package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.protocol.S3Keys;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"adjectives.txt", "nouns.txt"})
    void theWordsAreManyShortAndDifferent(String resource) {
        // When
        List<String> words = SessionIds.words(resource);

        // Then
        assertThat(words)
                .hasSizeGreaterThanOrEqualTo(200)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(word -> word.matches("[a-z]{2,12}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adjectives.txt", "nouns.txt"})
    void noTwoWordsDifferByOneLetter(String resource) {
        // When
        List<String> words = SessionIds.words(resource);

        // Then: kitten and mitten would be mistaken for each other across a room
        for (String word : words) {
            assertThat(words).filteredOn(other -> isOneLetterFrom(word, other)).isEmpty();
        }
    }

    @Test
    void noWordIsBoth() {
        // When, then: golden-golden-427 would be hard to believe
        assertThat(SessionIds.words("adjectives.txt")).doesNotContainAnyElementsOf(SessionIds.words("nouns.txt"));
    }

    @Test
    void everyIdHasTheShapeThatKeysAccept() {
        // Given
        SessionIds ids = new SessionIds(new Random(1));

        // When, then
        for (int i = 0; i < 1_000; i++) {
            assertThat(ids.next()).matches(S3Keys.SESSION_ID);
        }
    }

    /** Whether one letter changed, added or left out makes one word the other. */
    private static boolean isOneLetterFrom(String one, String other) {
        String shorter = one.length() <= other.length() ? one : other;
        String longer = one.length() <= other.length() ? other : one;
        if (longer.length() - shorter.length() > 1 || one.equals(other)) {
            return false;
        }
        int same = 0;
        while (same < shorter.length() && shorter.charAt(same) == longer.charAt(same)) {
            same++;
        }
        int rest = shorter.length() == longer.length() ? same + 1 : same;
        return shorter.substring(Math.min(rest, shorter.length())).equals(longer.substring(same + 1));
    }
}
