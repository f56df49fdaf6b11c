package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route, good and bad, against golden answers ({@code routes.json}). There is one session, in
 * the state that the case names, with its speaker and a listener; a service may be down.
 */
class RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyRequestHasItsAnswer() {
        return GoldenCase.all(GoldenCase.MESSAGES)
                .map(route -> DynamicTest.dynamicTest(route.get("name").asText(), () -> answers(route)));
    }

    private static void answers(JsonNode route) throws IOException {
        // Given
        Ingest ingest = GoldenCase.given(route);

        // When
        JsonNode answer = JSON.readTree(GoldenCase.message(ingest, route));

        // Then
        assertThat(answer).isEqualTo(route.get("answer"));
        boolean acknowledged = answer.get("type").asText().equals("chunkAcknowledged");
        assertThat(ingest.chunks.objects.isEmpty() || ingest.events.events.isEmpty())
                .isEqualTo(!acknowledged);
    }
}
