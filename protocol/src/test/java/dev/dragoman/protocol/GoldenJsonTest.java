package dev.dragoman.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on the wire is what these files say: they change only when the protocol does. */
class GoldenJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("names")
    void writesWhatTheFileSays(String name) throws Exception {
        // When
        String written = ProtocolJson.write(Messages.GOLDEN.get(name));

        // Then
        assertThat(JSON.readTree(written)).isEqualTo(golden(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWhatTheFileSays(String name) throws Exception {
        // Given
        Record expected = Messages.GOLDEN.get(name);

        // When
        Object read = Messages.readLike(expected, golden(name).toString());

        // Then
        assertThat(read)
                .isInstanceOf(expected.getClass())
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("names")
    void passesOverFieldsOfTomorrow(String name) throws Exception {
        // Given
        Record expected = Messages.GOLDEN.get(name);
        String json = golden(name).toString().replaceFirst("\\{", "{\"ofTomorrow\":{\"a\":[1,null]},");

        // When
        Object read = Messages.readLike(expected, json);

        // Then
        assertThat(read).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void everyKindOfMessageHasAFile() {
        // When
        Set<Class<?>> covered =
                Messages.GOLDEN.values().stream().map(Object::getClass).collect(Collectors.toSet());

        // Then
        assertThat(covered).containsAll(Messages.kinds());
    }

    @Test
    void theLargestChunkFitsIntoAFrame() {
        // Given
        AudioChunk largest = new AudioChunk(
                "abcdefghijklmnop-abcdefghijklmnop-999",
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                new byte[AudioChunk.MOST_BYTES]);

        // When
        byte[] message = ProtocolJson.writeBytes(largest);

        // Then
        assertThat(message).hasSizeLessThanOrEqualTo(32 * 1024);
    }

    static Set<String> names() {
        return Messages.GOLDEN.keySet();
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = GoldenJsonTest.class.getResourceAsStream("golden/" + name + ".json")) {
            assertThat(in).as("golden/%s.json", name).isNotNull();
            return JSON.readTree(in);
        }
    }
}
