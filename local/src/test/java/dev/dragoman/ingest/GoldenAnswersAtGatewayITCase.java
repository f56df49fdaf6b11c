package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.local.calls.CallsAreListed;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every route, good and bad, as a client sees it: the tables of golden answers through the local gateway, with
 * tokens, on the local endpoints. Each case has a session of its own.
 */
@ExtendWith(CallsAreListed.class)
class GoldenAnswersAtGatewayITCase {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String HEARTBEAT = "{\"action\":\"heartbeat\"}";
    private static final AtomicInteger SESSIONS = new AtomicInteger();

    private static IngestAtGateway ingest;

    @BeforeAll
    static void start() {
        ingest = IngestAtGateway.start();
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @TestFactory
    Stream<DynamicTest> everyMessageHasItsAnswerAndTheConnectionStays() {
        return GoldenCase.all(GoldenCase.MESSAGES)
                .map(route -> DynamicTest.dynamicTest(route.get("name").asText(), () -> answersMessage(route)));
    }

    @TestFactory
    Stream<DynamicTest> everyHttpRequestHasItsAnswer() {
        return GoldenCase.all(GoldenCase.REQUESTS)
                .map(route -> DynamicTest.dynamicTest(route.get("name").asText(), () -> answersRequest(route)));
    }

    private static void answersMessage(JsonNode route) throws Exception {
        // Given
        Map<String, GoldenClient> clients = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        String asks = route.get("connection").asText();
        ingest.isDown("");
        for (String name : Stream.of("speaker", "listener", asks).distinct().toList()) {
            String token = name.equals(asks) ? tokenOf(route) : null;
            clients.put(name, GoldenClient.open(HTTP, ingest.webSocket(), token));
            ids.put(name, ingest.connected());
        }
        GoldenTalk talk = given(route, ids);

        // When
        GoldenClient client = clients.get(asks);
        JsonNode answer = talk.answered(client.ask(talk.asked(GoldenCase.body(route.get("send")))));

        // Then
        assertThat(answer)
                .isEqualTo(route.path("atGateway").isMissingNode() ? route.get("answer") : route.get("atGateway"));
        if (!answer.has("closed")) {
            assertThat(client.ask(HEARTBEAT)).as("the connection stays").contains("heartbeat");
        }
        clients.values().forEach(GoldenClient::close);
    }

    private static void answersRequest(JsonNode route) throws Exception {
        // Given
        String number = String.valueOf(SESSIONS.get());
        GoldenTalk talk = given(route, Map.of("speaker", "speaker" + number, "listener", "listener" + number));
        JsonNode golden = route.path("atGateway").isMissingNode() ? route : route.get("atGateway");

        // When
        HttpResponse<String> answer = HTTP.send(request(talk, route), HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(answer.statusCode())
                .as(answer.body())
                .isEqualTo(golden.get("status").asInt());
        if (golden.has("answer")) {
            assertThat(talk.answered(answer.body())).isEqualTo(golden.get("answer"));
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("*");
        }
    }

    /** The session that a case names, under an id that no other case has, and what it says is down. */
    private static GoldenTalk given(JsonNode route, Map<String, String> connections) throws Exception {
        String sessionId = String.format("golden-beagle-%03d", SESSIONS.getAndIncrement());
        ingest.given(route, sessionId, connections.get("speaker"), connections.get("listener"));
        ingest.isDown(route.path("down").asText());
        return new GoldenTalk(sessionId, connections, ingest.speech());
    }

    private static HttpRequest request(GoldenTalk talk, JsonNode route) {
        String query = GoldenCase.strings(route.path("query")).entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String path = talk.asked(route.get("path").asText());
        String body = GoldenCase.body(route.path("body"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ingest.http() + path + (query.isEmpty() ? "" : "?" + query)))
                .method(
                        route.get("method").asText(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        GoldenCase.strings(route.path("headers")).forEach((name, value) -> request.header(name, talk.asked(value)));
        String token = tokenOf(route);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private static String tokenOf(JsonNode route) {
        return route.has("user") ? ingest.token(route.get("user").asText()) : null;
    }
}
