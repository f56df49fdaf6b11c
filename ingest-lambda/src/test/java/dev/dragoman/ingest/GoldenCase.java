package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One case of the tables of requests and golden answers, {@link #MESSAGES} and {@link #REQUESTS}. The tables are
 * asked of the handlers here, and through the gateway as a client asks; {@code atGateway} stands for what a client
 * sees where a request does not get as far as the handlers.
 */
final class GoldenCase {

    /** Messages over the WebSocket API. */
    static final String MESSAGES = "routes.json";

    /** Requests to the HTTP API. */
    static final String REQUESTS = "http.json";

    /** The secret of the listener's ticket. */
    static final String TICKET_SECRET = "c2VjcmV0";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HOUR = Duration.ofHours(1);

    private GoldenCase() {}

    /** A table's cases. */
    static Stream<JsonNode> all(String table) {
        try (InputStream in = GoldenCase.class.getResourceAsStream(table)) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The session in the state that a case names, if there is one. */
    static Optional<SessionItem> session(JsonNode route, String sessionId, String speakerConnectionId, long nowMillis) {
        String state = route.get("session").asText();
        long created = nowMillis - (state.equals("expired") ? Duration.ofHours(25) : HOUR).toMillis();
        return switch (state) {
            case "none" -> Optional.empty();
            case "expired", "private", "full" ->
                Optional.of(session(
                        sessionId,
                        speakerConnectionId,
                        SessionPhase.LIVE,
                        created,
                        state.equals("private") ? "open sesame" : null,
                        state.equals("full") ? 1 : 100));
            default ->
                Optional.of(session(
                        sessionId,
                        speakerConnectionId,
                        SessionPhase.valueOf(state.toUpperCase(Locale.ROOT)),
                        created,
                        null,
                        100));
        };
    }

    /** A session of the owner's. */
    static SessionItem session(
            String sessionId,
            String speakerConnectionId,
            SessionPhase phase,
            long createdMillis,
            String passcode,
            int mostListeners) {
        return new SessionItem(
                sessionId,
                Ingest.OWNER,
                speakerConnectionId,
                "en",
                phase,
                passcode == null ? null : new Passcodes(new Random(1), 1_000).hash(passcode),
                mostListeners,
                true,
                createdMillis,
                Lifetimes.endSeconds(createdMillis, Lifetimes.SESSION));
    }

    /** What was said in a session: in Spanish all but one to be heard, in its own language to be read. */
    static List<InterpretationItem> interpretations(String sessionId, long expiresAtSeconds) {
        List<InterpretationItem> items = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            items.add(new InterpretationItem(
                    InterpretationItem.key(sessionId, "es"),
                    i * 5_000L,
                    i * 5_000L + 4_000,
                    i == 1 ? 0 : 3_500,
                    i == 1 ? "" : "Frase " + i,
                    "Sentence " + i,
                    i == 1 ? "LATE" : null,
                    expiresAtSeconds));
        }
        items.add(new InterpretationItem(
                InterpretationItem.key(sessionId, "en"),
                0,
                4_000,
                0,
                "Sentence 0",
                "Sentence 0",
                InterpretationItem.READ,
                expiresAtSeconds));
        return items;
    }

    /** The session in the state that the case names, and the service down that it names. */
    static Ingest given(JsonNode route) {
        Ingest ingest = new Ingest();
        session(route, Ingest.SESSION, "speaker", ingest.clock.millis()).ifPresent(ingest::given);
        ingest.interpretations.items.addAll(interpretations(Ingest.SESSION, 1_800_000_000));
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

    /** What is sent; null for nothing. */
    static String body(JsonNode body) {
        if (body.isMissingNode()) {
            return null;
        }
        if (!body.isTextual()) {
            return body.toString();
        }
        return body.asText().equals("#129KB") ? " ".repeat(129 * 1024) : body.asText();
    }

    /** An object of strings. */
    static Map<String, String> strings(JsonNode node) {
        Map<String, String> strings = new HashMap<>();
        node.properties()
                .forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }
}
