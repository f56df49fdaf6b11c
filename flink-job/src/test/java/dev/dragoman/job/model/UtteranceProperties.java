package dev.dragoman.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.Utterances;
import dev.dragoman.protocol.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UtteranceProperties {

    private static final int EACH_MILLIS = 400;

    @Property(tries = 300)
    void everyWordIsOnOneSideOfACut(
            @ForAll @IntRange(min = 1, max = 12) int words, @ForAll @IntRange(max = 6_000) int at) {
        // Given
        List<String> said =
                IntStream.range(0, words).mapToObj(i -> "w" + i + ",").toList();
        Utterance whole = Utterances.said(0, 500, 500 + words * EACH_MILLIS, String.join(" ", said));

        // When
        Utterance rest = whole.since(at);

        // Then: the words whose middle is not before the cut, and nothing starts before it
        List<String> after = IntStream.range(0, words)
                .filter(i -> 500 + i * EACH_MILLIS + EACH_MILLIS / 2 >= at)
                .mapToObj(said::get)
                .toList();
        assertThat(rest == null ? List.of() : Arrays.asList(rest.text().split(" ", -1)))
                .isEqualTo(after);
        if (rest != null) {
            assertThat(rest.mediaStartMillis()).isBetween((long) Math.max(at, 500), rest.mediaEndMillis() - 1);
            assertThat(rest.mediaEndMillis()).isEqualTo(whole.mediaEndMillis());
            assertThat(rest.since(at)).isEqualTo(rest);
        }

        // and the words before it are what was taken away, and nothing ends behind it
        Utterance before = whole.until(at);
        assertThat(Stream.of(before, rest)
                        .flatMap(Stream::ofNullable)
                        .map(Utterance::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(whole.text());
        if (before != null) {
            assertThat(before.mediaStartMillis()).isEqualTo(whole.mediaStartMillis());
            assertThat(before.mediaEndMillis())
                    .isBetween(before.mediaStartMillis() + 1, rest == null ? whole.mediaEndMillis() : at);
            assertThat(before.until(at)).isEqualTo(before);
            assertThat(before.since(at)).isNull();
        }
    }

    @Property(tries = 100)
    void cuttingTwiceIsCuttingAtTheLater(
            @ForAll @IntRange(max = 5_000) int one, @ForAll @IntRange(max = 5_000) int other) {
        Utterance whole = Utterances.said(0, 0, 4_000, "one two three four");

        Utterance once = whole.since(Math.max(one, other));
        Utterance first = whole.since(Math.min(one, other));

        assertThat(first == null ? null : first.since(Math.max(one, other))).isEqualTo(once);
    }

    @Example
    void withoutWordsTheGreaterPartDecides() {
        Utterance whole = new Utterance(
                new Session(Utterances.SESSION, "en", SessionSettings.defaults()),
                Utterance.Kind.FINAL,
                0,
                0,
                4_000,
                "one two",
                4_000,
                0);

        assertThat(whole.until(1_999)).isNull();
        assertThat(whole.until(2_001)).isEqualTo(whole);
        assertThat(whole.since(2_001)).isNull();
        assertThat(whole.since(1_999)).satisfies(rest -> {
            assertThat(rest.text()).isEqualTo("one two");
            assertThat(rest.mediaStartMillis()).isEqualTo(1_999);
        });
    }
}
