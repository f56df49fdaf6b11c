package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.util.Map;

/**
 * What the tables of golden answers call a session and its connections, and what they are called in one case:
 * a request is asked with the case's own names, and its answer is put into the tables' words. Of what is drawn
 * by chance or from the clock the form is checked.
 *
 * @param sessionId the case's session
 * @param connections its connections by their names in the tables
 * @param speech where speech is
 */
record GoldenTalk(String sessionId, Map<String, String> connections, URI speech) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLES_SPEECH = "https://speech.example/";
    private static final String TABLES_NEW_SESSION = "frosty-compass-838";
    private static final String TABLES_NEW_SECRET = "oiEKw6Zm7AP9jmq_iguNOg";
    private static final long TABLES_NOW = 1_795_341_600_000L;
    private static final long ABOUT_NOW_MILLIS = 60_000;

    /** A request in this case's names. */
    String asked(String request) {
        String asked = request.replace(Ingest.SESSION, sessionId);
        for (Map.Entry<String, String> connection : connections.entrySet()) {
            // Only tickets name a connection: its id, a dot and a secret.
            asked = asked.replace(connection.getKey() + ".", connection.getValue() + ".");
        }
        return asked;
    }

    /** An answer in the tables' names. */
    JsonNode answered(String answer) throws Exception {
        String named = answer.replace(sessionId, Ingest.SESSION);
        for (Map.Entry<String, String> connection : connections.entrySet()) {
            named = named.replace(connection.getValue() + ".", connection.getKey() + ".");
        }
        return inTablesWords(JSON.readTree(named));
    }

    private JsonNode inTablesWords(JsonNode node) {
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, inTablesWords(list.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(inTablesWords(field.getValue())));
            if (object.path("type").asText().equals("sessionCreated")) {
                assertThat(object.path("sessionId").asText()).matches("[a-z]+-[a-z]+-[0-9]{3}");
                object.put("sessionId", TABLES_NEW_SESSION);
            }
            if (object.has("ticket")) {
                object.set("ticket", ticket(object.get("ticket").asText()));
            }
            if (object.has("serverMillis")) {
                assertThat(System.currentTimeMillis()
                                - object.path("serverMillis").asLong())
                        .isBetween(0L, ABOUT_NOW_MILLIS);
                object.put("serverMillis", TABLES_NOW);
            }
            if (object.has("url")) {
                object.put("url", url(object.path("url").asText()));
            }
        }
        return node;
    }

    private static TextNode ticket(String ticket) {
        return TextNode.valueOf(ticket.replaceFirst("\\.[\\w-]{22}$", "." + TABLES_NEW_SECRET));
    }

    private String url(String presigned) {
        assertThat(presigned).startsWith(speech.toString()).contains("X-Amz-Expires=600", "X-Amz-Signature=");
        return TABLES_SPEECH + presigned.substring(speech.toString().length(), presigned.indexOf('?'));
    }
}
