package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Nobody can steer a key: it names one object of one session, or there is none. */
class S3KeysProperties {

    @Property
    void aChunkHasOneKeyInItsSession(
            @ForAll("sessionIds") String sessionId,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int recording,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int sequence) {
        // When
        String[] parts = S3Keys.chunk(sessionId, recording, sequence).split("/", -1);

        // Then
        assertThat(parts).hasSize(5).startsWith("sessions", sessionId, "chunks");
        assertThat(Integer.parseInt(parts[3])).isEqualTo(recording);
        assertThat(parts[4]).endsWith(".webm");
        assertThat(Integer.parseInt(parts[4].replace(".webm", ""))).isEqualTo(sequence);
    }

    @Property
    void speechHasOneKeyInItsSession(
            @ForAll("sessionIds") String sessionId,
            @ForAll("languages") String language,
            @ForAll @LongRange(max = Long.MAX_VALUE) long mediaStart) {
        // When
        String[] parts = S3Keys.speech(sessionId, language, mediaStart).split("/", -1);

        // Then
        assertThat(parts).containsExactly("sessions", sessionId, "translated", language, mediaStart + ".mp3");
    }

    @Property
    void whatIsNoSessionIdHasNoKey(@ForAll("hostile") String sessionId) {
        // Given
        boolean right = S3Keys.SESSION_ID.matcher(sessionId).matches();

        // When, then
        if (!right) {
            refused(() -> S3Keys.chunk(sessionId, 0, 0));
            refused(() -> S3Keys.speech(sessionId, "es", 0));
        }
    }

    @Property
    void whatIsNoLanguageHasNoKey(@ForAll("hostile") String language) {
        // Given
        boolean right = S3Keys.LANGUAGE.matcher(language).matches();

        // When, then
        if (!right) {
            refused(() -> S3Keys.speech("golden-eagle-427", language, 0));
        }
    }

    @Property
    void aNegativeNumberHasNoKey(@ForAll @IntRange(min = Integer.MIN_VALUE, max = -1) int number) {
        // When, then
        refused(() -> S3Keys.chunk("golden-eagle-427", number, 0));
        refused(() -> S3Keys.chunk("golden-eagle-427", 0, number));
        refused(() -> S3Keys.speech("golden-eagle-427", "es", number));
    }

    @Example
    void theShapesAreAscii() {
        // When, then: digits and letters of other scripts, and a line's end after the right shape
        refused(() -> S3Keys.chunk("golden-eagle-٤٢٧", 0, 0));
        refused(() -> S3Keys.chunk("gοlden-eagle-427", 0, 0));
        refused(() -> S3Keys.chunk("golden-eagle-427\n", 0, 0));
        refused(() -> S3Keys.speech("golden-eagle-427", "es\n", 0));
    }

    @Provide
    Arbitrary<String> sessionIds() {
        Arbitrary<String> words =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(2).ofMaxLength(16);
        Arbitrary<String> digits = Arbitraries.strings().numeric().ofLength(3);
        return Combinators.combine(words, words, digits)
                .as((adjective, noun, number) -> adjective + "-" + noun + "-" + number);
    }

    @Provide
    Arbitrary<String> languages() {
        return Arbitraries.of(Languages.all().keySet());
    }

    @Provide
    Arbitrary<String> hostile() {
        Arbitrary<String> pieces = Arbitraries.of(
                "golden-eagle-427",
                "es",
                "..",
                "/",
                "\\",
                "%2F",
                "\n",
                "\u0000",
                "-",
                "A",
                "é",
                "٤",
                " ",
                "?",
                "#",
                "pt-BR");
        return Arbitraries.oneOf(
                Arbitraries.strings(), pieces.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts)));
    }

    private static void refused(ThrowingCallable key) {
        assertThatThrownBy(key).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("accepted");
    }
}
