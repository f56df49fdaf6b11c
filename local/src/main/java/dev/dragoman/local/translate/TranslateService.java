package dev.dragoman.local.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.http.HttpAnswer;
import dev.dragoman.local.http.HttpCall;
import dev.dragoman.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Translate's protocol: JSON 1.1, the operation in a header, errors by name in the body. */
final class TranslateService implements LoopbackServer.Service {

    private static final String TARGET_PREFIX = "AWSShineFrontendService_20170701.";
    private static final String JSON_TYPE = "application/x-amz-json-1.1";
    private static final int MOST_BYTES = 10_000;

    /** What can be chosen; a language that does not have it is translated without. */
    private static final Map<String, Set<String>> SETTINGS =
            Map.of("Formality", Set.of("FORMAL", "INFORMAL"), "Profanity", Set.of("MASK"), "Brevity", Set.of("ON"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Apertium apertium;

    TranslateService(Apertium apertium) {
        this.apertium = apertium;
    }

    @Override
    public String operation(HttpCall call) {
        String target = call.header("x-amz-target");
        return target == null || !target.startsWith(TARGET_PREFIX) ? "?" : target.substring(TARGET_PREFIX.length());
    }

    /** The language that is translated to. */
    @Override
    public String target(HttpCall call) {
        try {
            return JSON.readTree(call.body()).path("TargetLanguageCode").asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        if (!operation(call).equals("TranslateText")) {
            return error("UnknownOperationException", "Only TranslateText is served here, not " + operation(call));
        }
        JsonNode request;
        try {
            request = JSON.readTree(call.body());
        } catch (JsonProcessingException e) {
            return error("SerializationException", "The request is not JSON");
        }
        for (String field : new String[] {"Text", "SourceLanguageCode", "TargetLanguageCode"}) {
            if (!request.path(field).isTextual()) {
                return invalid("null", field, "Member must not be null");
            }
        }
        return translate(
                request.path("Text").asText(),
                request.path("SourceLanguageCode").asText(),
                request.path("TargetLanguageCode").asText(),
                request.path("TerminologyNames"),
                request.path("Settings"));
    }

    private HttpAnswer translate(String text, String source, String target, JsonNode terminologies, JsonNode settings)
            throws IOException {
        if (text.isEmpty()) {
            return invalid("", "Text", "Member must have length greater than or equal to 1");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return error(
                    "TextSizeLimitExceededException",
                    "Input text size exceeds limit. Max length of request text allowed is " + MOST_BYTES
                            + " bytes while in this request the text size is " + bytes + " bytes");
        }
        for (String code : new String[] {source, target}) {
            if (code.length() < 2 || code.length() > 5) {
                return invalid(
                        code,
                        code.equals(source) ? "SourceLanguageCode" : "TargetLanguageCode",
                        "Member must have length between 2 and 5");
            }
        }
        for (Map.Entry<String, Set<String>> setting : SETTINGS.entrySet()) {
            JsonNode chosen = settings.path(setting.getKey());
            if (!chosen.isMissingNode() && !setting.getValue().contains(chosen.asText())) {
                return invalid(
                        chosen.asText(),
                        "Settings." + setting.getKey(),
                        "Member must satisfy enum value set: "
                                + setting.getValue().stream().sorted().toList());
            }
        }
        if (!terminologies.isEmpty()) {
            return error(
                    "ResourceNotFoundException",
                    "The terminology " + terminologies.path(0).asText() + " does not exist");
        }
        if (!apertium.translates(source, target)) {
            ObjectNode body = errorBody(
                    "UnsupportedLanguagePairException", "Unsupported language pair: " + source + " to " + target + ".");
            body.put("SourceLanguageCode", source);
            body.put("TargetLanguageCode", target);
            return answer(400, body);
        }
        ObjectNode body = JSON.createObjectNode();
        body.put("TranslatedText", text.isBlank() ? text : apertium.translate(text, source, target));
        body.put("SourceLanguageCode", source);
        body.put("TargetLanguageCode", target);
        // Apertium has none of them for these languages, and the service leaves out what a language has not.
        body.putObject("AppliedSettings");
        return answer(200, body);
    }

    @Override
    public HttpAnswer error(int status, String code, String message) {
        return answer(status, errorBody(code, message));
    }

    @Override
    public String throttled() {
        return "ThrottlingException";
    }

    @Override
    public String internalError() {
        return "InternalServerException";
    }

    @Override
    public String invalidRequest() {
        return "InvalidRequestException";
    }

    private static HttpAnswer invalid(String value, String field, String constraint) {
        String member = Character.toLowerCase(field.charAt(0)) + field.substring(1);
        return error(
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    private static HttpAnswer error(String type, String message) {
        return answer(400, errorBody(type, message));
    }

    private static ObjectNode errorBody(String type, String message) {
        return JSON.createObjectNode().put("__type", type).put("Message", message);
    }

    private static HttpAnswer answer(int status, ObjectNode body) {
        return HttpAnswer.json(status, JSON_TYPE, body.toString());
    }
}
