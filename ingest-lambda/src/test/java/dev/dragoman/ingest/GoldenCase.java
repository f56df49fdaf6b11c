package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.SessionPhase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One case of a table of requests and golden answers. */
final class GoldenCase {

    private static final Duration HOUR = Duration.ofHours(1);

    private GoldenCase() {}

    /** The session in the state that the case names, and the service down that it names. */
    static Ingest given(JsonNode route) {
        Ingest ingest = new Ingest();
        switch (route.get("session").asText()) {
            case "none" -> {}
            case "expired" -> ingest.given(SessionPhase.LIVE, Duration.ofHours(25));
            case "private" -> ingest.given(SessionPhase.LIVE, HOUR, "open sesame", 100);
            case "full" -> ingest.given(SessionPhase.LIVE, HOUR, null, 1);
            default ->
                ingest.given(SessionPhase.valueOf(route.get("session").asText().toUpperCase(Locale.ROOT)), HOUR);
        }
        for (int i = 0; i < 3; i++) {
            ingest.interpretations.items.add(new InterpretationItem(
                    InterpretationItem.key(Ingest.SESSION, "es"),
                    i * 5_000L,
                    i * 5_000L + 4_000,
                    i == 1 ? 0 : 3_500,
                    i == 1 ? "" : "Frase " + i,
                    "Sentence " + i,
                    i == 1 ? "LATE" : null,
                    1_800_000_000));
        }
        ingest.interpretations.items.add(new InterpretationItem(
                InterpretationItem.key(Ingest.SESSION, "en"),
                0,
                4_000,
                0,
                "Sentence 0",
                "Sentence 0",
                InterpretationItem.READ,
                1_800_000_000));
        switch (route.path("down").asText()) {
            case "" -> {}
            case "chunks" -> ingest.chunks.faults.refuseNext(Integer.MAX_VALUE);
            case "events" -> ingest.events.faults.refuseNext(Integer.MAX_VALUE);
            case "sessions" -> ingest.sessions.faults.refuseNext(Integer.MAX_VALUE);
            case "connections" -> ingest.connections.faults.refuseNext(Integer.MAX_VALUE);
            case "limits" -> ingest.limits.faults.refuseNext(Integer.MAX_VALUE);
            case "interpretations" -> ingest.interpretations.faults.refuseNext(Integer.MAX_VALUE);
            default -> throw new IllegalArgumentException(route.path("down").asText());
        }
        return ingest;
    }

    /** The answer to a case's message. */
    static String message(Ingest ingest, JsonNode route) {
        JsonNode send = route.get("send");
        return ingest.send(
                        "$default",
                        route.get("connection").asText(),
                        route.has("user") ? route.get("user").asText() : null,
                        null,
                        body(send))
                .getBody();
    }

    /** The answer to a case's request. */
    static APIGatewayV2HTTPResponse request(Ingest ingest, JsonNode route) {
        return ingest.request(
                route.get("method").asText(),
                route.get("path").asText(),
                strings(route.path("query")),
                strings(route.path("headers")),
                route.has("user") ? route.get("user").asText() : null,
                body(route.path("body")));
    }

    private static String body(JsonNode body) {
        if (body.isMissingNode()) {
            return null;
        }
        if (!body.isTextual()) {
            return body.toString();
        }
        return body.asText().equals("#129KB") ? " ".repeat(129 * 1024) : body.asText();
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> strings = new HashMap<>();
        node.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }
}
