package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionStarted;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every request to the HTTP API, good and bad, against golden answers ({@code http.json}). */
class HttpRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyRequestHasItsAnswer() {
        return GoldenCase.all(GoldenCase.REQUESTS)
                .map(route -> DynamicTest.dynamicTest(route.get("name").asText(), () -> answers(route)));
    }

    private static void answers(JsonNode route) throws IOException {
        // Given
        Ingest ingest = GoldenCase.given(route);

        // When
        APIGatewayV2HTTPResponse answer = GoldenCase.request(ingest, route);

        // Then
        assertThat(answer.getStatusCode()).isEqualTo(route.get("status").asInt());
        assertThat(JSON.readTree(answer.getBody())).isEqualTo(route.get("answer"));
        assertThat(answer.getHeaders())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Access-Control-Allow-Origin", "*");
    }

    @Test
    void aSessionThatIsCreatedAndEndedIsOnTheStream() throws Exception {
        // Given
        Ingest ingest = new Ingest();
        APIGatewayV2HTTPResponse created =
                ingest.request("POST", "/sessions", null, null, Ingest.OWNER, "{\"sourceLanguage\":\"en\"}");
        String id = JSON.readTree(created.getBody()).get("sessionId").asText();

        // When
        APIGatewayV2HTTPResponse ended = ingest.request("DELETE", "/sessions/" + id, null, null, Ingest.OWNER, null);

        // Then
        assertThat(created.getStatusCode()).isEqualTo(201);
        assertThat(ended.getStatusCode()).isEqualTo(202);
        assertThat(ingest.sessions.items.get(id).phase()).isEqualTo(SessionPhase.ENDED);
        assertThat(ingest.events.events).hasSize(2).first().isInstanceOf(SessionStarted.class);
        assertThat(ingest.events.events)
                .last()
                .isEqualTo(new SessionEnded(1, id, ingest.clock.millis(), SessionEnded.UNKNOWN, SessionEnded.UNKNOWN));
    }

    @Test
    void whatIsTooOftenSaysWhenToComeAgain() {
        // Given
        Ingest ingest = new Ingest();
        ingest.given(SessionPhase.LIVE, Duration.ofHours(1), "open sesame", 100);
        for (int i = 0; i < 10; i++) {
            ingest.request(
                    "GET", "/audio/" + Ingest.SESSION + "/es", null, Map.of("dragoman-passcode", "no" + i), null, null);
        }

        // When
        APIGatewayV2HTTPResponse refused = ingest.request(
                "GET", "/audio/" + Ingest.SESSION + "/es", null, Map.of("dragoman-passcode", "no more"), null, null);

        // Then
        assertThat(refused.getStatusCode()).isEqualTo(429);
        assertThat(refused.getHeaders()).containsEntry("Retry-After", "60");
    }

    @Test
    void pagesElsewhereMayAsk() {
        // When
        APIGatewayV2HTTPResponse answer =
                new Ingest().request("OPTIONS", "/audio/" + Ingest.SESSION + "/es", null, null, null, null);

        // Then
        assertThat(answer.getStatusCode()).isEqualTo(204);
        assertThat(answer.getHeaders())
                .containsEntry("Access-Control-Allow-Origin", "*")
                .containsEntry("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
        assertThat(answer.getHeaders().get("Access-Control-Allow-Headers")).contains("dragoman-ticket");
    }
}
