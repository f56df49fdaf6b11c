package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.protocol.SessionPhase;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route, good and bad, against golden answers ({@code routes.json}). There is one session, in
 * the state that the case names, with its speaker and a listener; a service may be down.
 */
class RoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyRequestHasItsAnswer() throws IOException {
        try (InputStream in = RoutesTest.class.getResourceAsStream("routes.json")) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false)
                    .map(route -> DynamicTest.dynamicTest(route.get("name").asText(), () -> answers(route)));
        }
    }

    private static void answers(JsonNode route) throws IOException {
        // Given
        Ingest ingest = new Ingest();
        switch (route.get("session").asText()) {
            case "live" -> ingest.given(SessionPhase.LIVE, Duration.ofHours(1));
            case "ended" -> ingest.given(SessionPhase.ENDED, Duration.ofHours(1));
            case "expired" -> ingest.given(SessionPhase.LIVE, Duration.ofHours(25));
            default -> assertThat(route.get("session").asText()).isEqualTo("none");
        }
        switch (route.path("down").asText()) {
            case "chunks" -> ingest.chunks.faults.refuseNext(Integer.MAX_VALUE);
            case "events" -> ingest.events.faults.refuseNext(Integer.MAX_VALUE);
            case "sessions" -> ingest.sessions.faults.refuseNext(Integer.MAX_VALUE);
            case "connections" -> ingest.connections.faults.refuseNext(Integer.MAX_VALUE);
            default -> assertThat(route.path("down").asText()).isEmpty();
        }
        JsonNode send = route.get("send");
        String body = send.isTextual() ? send.asText() : send.toString();

        // When
        String answer =
                ingest.send("$default", route.get("connection").asText(), body).getBody();

        // Then
        assertThat(JSON.readTree(answer)).isEqualTo(route.get("answer"));
        boolean acknowledged = route.get("answer").get("type").asText().equals("chunkAcknowledged");
        assertThat(ingest.chunks.objects.isEmpty() || ingest.events.events.isEmpty())
                .isEqualTo(!acknowledged);
    }
}
