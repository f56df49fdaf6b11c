package dev.dragoman.local.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HearingProperties {

    private static final byte[] TWO_SENTENCES = Sound.join(
            Sound.silence(1), FakeRecognizer.say(10, 4), Sound.silence(1), FakeRecognizer.say(20, 3), Sound.silence(1));

    private final List<Result> results = new ArrayList<>();

    private Hearing hearing(double utteranceSeconds, double holdSeconds) {
        return new Hearing(
                new FakeRecognizer(), 0.12, utteranceSeconds, () -> new Stability(holdSeconds), results::add);
    }

    private List<Result> finals() {
        return results.stream().filter(result -> !result.partial()).toList();
    }

    private static List<String> texts(List<Result> results) {
        return results.stream()
                .flatMap(result -> result.words().stream())
                .map(word -> word.text().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> said(int firstWord, int words) {
        return IntStream.range(firstWord, firstWord + words)
                .mapToObj(word -> "w" + word)
                .toList();
    }

    @Example
    void aPauseMakesWordsFinalWithTheirOwnTimes() {
        hearing(30, Double.POSITIVE_INFINITY).hear(TWO_SENTENCES);
        assertThat(finals()).hasSize(2);
        assertThat(texts(finals().subList(0, 1))).isEqualTo(said(10, 4));
        assertThat(finals().get(0).startSeconds()).isEqualTo(1.0, within(0.02));
        assertThat(finals().get(0).endSeconds()).isEqualTo(2.2, within(0.1));
        assertThat(finals().get(1).startSeconds()).isEqualTo(3.2, within(0.02));
    }

    @Example
    void partialResultsComeBeforeTheirFinalOneUnderTheSameId() {
        hearing(30, Double.POSITIVE_INFINITY).hear(TWO_SENTENCES);
        Set<String> finished = new HashSet<>();
        for (Result result : results) {
            assertThat(finished).doesNotContain(result.id());
            if (!result.partial()) {
                finished.add(result.id());
            }
        }
        assertThat(finished).hasSize(2);
        assertThat(results.stream().filter(Result::partial)).hasSizeGreaterThanOrEqualTo(6);
    }

    @Property(tries = 100)
    void howTheSoundIsCutDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5_001) int largest) {
        results.clear();
        Hearing hearing = hearing(30, Double.POSITIVE_INFINITY);
        Random random = new Random(seed);
        for (int at = 0; at < TWO_SENTENCES.length; ) {
            int length = Math.min(random.nextInt(largest + 1), TWO_SENTENCES.length - at);
            hearing.hear(Arrays.copyOfRange(TWO_SENTENCES, at, at + length));
            at += length;
        }
        hearing.end();
        assertThat(texts(finals())).containsExactly("w10", "w11", "w12", "w13", "w20", "w21", "w22");
    }

    @Property(tries = 30)
    void whoeverNeverPausesIsCutBetweenWordsAndLosesNone(
            @ForAll @IntRange(min = 20, max = 150) int words, @ForAll @IntRange(min = 2, max = 8) int limitSeconds) {
        results.clear();
        Hearing hearing = hearing(limitSeconds, Double.POSITIVE_INFINITY);
        hearing.hear(FakeRecognizer.say(10, words));
        hearing.end();
        assertThat(texts(finals())).isEqualTo(said(10, words));
        int number = 0;
        for (Result result : finals()) {
            assertThat(result.endSeconds() - result.startSeconds()).isLessThanOrEqualTo(limitSeconds + 1.0);
            for (Word word : result.words()) {
                assertThat(word.startSeconds()).isEqualTo(0.3 * number++, within(0.05));
            }
        }
    }

    @Property(tries = 30)
    void whatIsStableStays(@ForAll @IntRange(min = 20, max = 80) int words) {
        results.clear();
        Hearing hearing = hearing(6, 0.3);
        hearing.hear(FakeRecognizer.say(10, words));
        hearing.end();
        String id = "";
        List<String> promised = List.of();
        for (Result result : results) {
            List<String> texts = texts(List.of(result));
            if (result.id().equals(id)) {
                assertThat(texts.subList(0, promised.size())).isEqualTo(promised);
            }
            id = result.id();
            promised = texts.subList(0, result.stableWords());
        }
        assertThat(results.stream().filter(Result::partial)).anyMatch(result -> result.stableWords() > 2);
        assertThat(texts(finals())).isEqualTo(said(10, words));
    }

    @Example
    void wordsHeardInSteadyNoiseAreNotPassedOn() {
        byte[] steady = Sound.tone(3, 4_000, 3_000);
        hearing(30, Double.POSITIVE_INFINITY).hear(Sound.join(steady, Sound.silence(1)));
        assertThat(results).isEmpty();
    }
}
