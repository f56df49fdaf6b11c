package dev.dragoman.local.polly;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.http.HttpAnswer;
import dev.dragoman.local.http.HttpCall;
import dev.dragoman.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Polly's protocol: REST with JSON in and sound out, errors by name in a header. */
final class PollyService implements LoopbackServer.Service {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    private final Espeak espeak;
    private final Mp3Encoder encoder;

    PollyService(Espeak espeak, Mp3Encoder encoder) {
        this.espeak = espeak;
        this.encoder = encoder;
    }

    @Override
    public String operation(HttpCall call) {
        return switch (call.method() + " " + call.path()) {
            case "POST /v1/speech" -> "SynthesizeSpeech";
            case "GET /v1/voices" -> "DescribeVoices";
            default -> "?";
        };
    }

    /** The voice that speaks. */
    @Override
    public String target(HttpCall call) {
        try {
            return JSON.readTree(call.body()).path("VoiceId").asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public HttpAnswer answer(HttpCall call) throws IOException {
        try {
            return switch (operation(call)) {
                case "SynthesizeSpeech" -> speech(SpeechRequest.parse(json(call.body())));
                case "DescribeVoices" -> voices(call.query());
                default ->
                    error(
                            404,
                            "UnknownOperationException",
                            "Only SynthesizeSpeech and DescribeVoices are served here, not " + call.path());
            };
        } catch (PollyException e) {
            return error(400, e.type(), e.text());
        }
    }

    private static JsonNode json(byte[] body) throws IOException, PollyException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw PollyException.of("SerializationException", "The request is not JSON");
        }
    }

    private HttpAnswer speech(SpeechRequest request) throws IOException {
        Speech speech = espeak.speak(request.text(), request.voice().espeakVoice(), request.ssml());
        byte[] sound = switch (request.format()) {
            case MP3 -> encoder.encode(speech, request.sampleRate());
            case PCM -> speech.resampled(request.sampleRate()).littleEndian();
        };
        return new HttpAnswer(
                200,
                Map.of(
                        "Content-Type",
                        request.format().contentType(),
                        "x-amzn-RequestCharacters",
                        Integer.toString(request.billedCharacters())),
                sound);
    }

    private static HttpAnswer voices(String query) {
        List<String> parameters = Arrays.asList(query.split("&", -1));
        ObjectNode body = JSON.createObjectNode();
        ArrayNode voices = body.putArray("Voices");
        for (Voice voice : Voice.all()) {
            boolean wanted = parameters.stream().noneMatch(parameter -> leavesOut(parameter, voice));
            if (wanted) {
                ObjectNode json = voices.addObject();
                json.put("Id", voice.id());
                json.put("Name", voice.id());
                json.put("Gender", voice.gender());
                json.put("LanguageCode", voice.languageCode());
                json.put("LanguageName", voice.languageName());
                ArrayNode engines = json.putArray("SupportedEngines");
                voice.engines().stream().sorted().forEach(engines::add);
            }
        }
        return HttpAnswer.json(200, JSON_TYPE, body.toString());
    }

    private static boolean leavesOut(String parameter, Voice voice) {
        int equals = parameter.indexOf('=');
        String value = parameter.substring(equals + 1);
        return switch (parameter.substring(0, Math.max(0, equals))) {
            case "LanguageCode" -> !voice.languageCode().equals(value);
            case "Engine" -> !voice.engines().contains(value);
            default -> false;
        };
    }

    @Override
    public HttpAnswer error(int status, String code, String message) {
        return new HttpAnswer(
                status,
                Map.of("Content-Type", JSON_TYPE, "x-amzn-ErrorType", code),
                JSON.createObjectNode().put("message", message).toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String throttled() {
        return "ThrottlingException";
    }

    @Override
    public String internalError() {
        return "ServiceFailureException";
    }

    @Override
    public String invalidRequest() {
        return "ValidationException";
    }
}
