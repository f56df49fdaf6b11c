package dev.dragoman.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.http.HttpAnswer;
import dev.dragoman.local.http.HttpCall;
import dev.dragoman.local.http.LoopbackServer;
import dev.dragoman.local.polly.LocalPolly;
import dev.dragoman.local.system.LocalSystem;
import dev.dragoman.local.transcribe.LocalTranscribe;
import dev.dragoman.local.transcribe.TranscribeOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Recognition, translation and speech behind the services' protocols that answer after a modelled time and
 * take next to no CPU: words are counted, texts stay as they are, and every speech is the same sentence.
 */
final class ModelledEngines implements AutoCloseable {

    /** So much silence makes a result final. */
    static final Duration ENDPOINT_SILENCE = Duration.ofMillis(500);

    /** A translation takes so long. */
    static final Duration TRANSLATION = Duration.ofMillis(150);

    /** A speech takes so long. */
    static final Duration SPEECH = Duration.ofMillis(200);

    private static final int MOST_STREAMS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalTranscribe transcribe;
    private final LoopbackServer translate;
    private final LoopbackServer polly;

    private ModelledEngines(LocalTranscribe transcribe, LoopbackServer translate, LoopbackServer polly) {
        this.transcribe = transcribe;
        this.translate = translate;
        this.polly = polly;
    }

    /** Starts them. */
    static ModelledEngines start() throws IOException, InterruptedException {
        byte[] speech = oneSpeech();
        return new ModelledEngines(
                LocalTranscribe.startCounting(TranscribeOptions.defaults()
                        .withConcurrentStreams(MOST_STREAMS)
                        .withEndpointSilence(ENDPOINT_SILENCE)),
                LoopbackServer.start("translate", 0, new Unchanged(), operation -> new Fault.Delay(TRANSLATION)),
                LoopbackServer.start("polly", 0, new Always(speech), operation -> new Fault.Delay(SPEECH)));
    }

    /** For the system. */
    LocalSystem.Engines engines() {
        return new LocalSystem.Engines(transcribe.endpoint(), translate.endpoint(), polly.endpoint());
    }

    private static byte[] oneSpeech() throws IOException, InterruptedException {
        String request = JSON.createObjectNode()
                .put("Text", "Buenos días a todos y bienvenidos a la reunión anual.")
                .put("VoiceId", "Lucia")
                .put("Engine", "neural")
                .put("OutputFormat", "mp3")
                .put("SampleRate", "24000")
                .toString();
        try (LocalPolly espeak = LocalPolly.start()) {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(espeak.endpoint() + "/v1/speech"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(request))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }
    }

    @Override
    public void close() {
        transcribe.close();
        translate.close();
        polly.close();
    }

    /** What all modelled services say when something is wrong: nothing is expected to be. */
    private abstract static class Modelled implements LoopbackServer.Service {

        @Override
        public HttpAnswer error(int status, String code, String message) {
            return HttpAnswer.json(
                    status,
                    "application/x-amz-json-1.1",
                    JSON.createObjectNode()
                            .put("__type", code)
                            .put("Message", message)
                            .toString());
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
    }

    /** Translates every text into itself. */
    private static final class Unchanged extends Modelled {

        @Override
        public String operation(HttpCall call) {
            return "TranslateText";
        }

        @Override
        public HttpAnswer answer(HttpCall call) throws IOException {
            JsonNode request = JSON.readTree(call.body());
            return HttpAnswer.json(
                    200,
                    "application/x-amz-json-1.1",
                    JSON.createObjectNode()
                            .put("TranslatedText", request.path("Text").asText())
                            .put(
                                    "SourceLanguageCode",
                                    request.path("SourceLanguageCode").asText())
                            .put(
                                    "TargetLanguageCode",
                                    request.path("TargetLanguageCode").asText())
                            .toString());
        }
    }

    /** Speaks the same, whatever the text. */
    private static final class Always extends Modelled {

        private final byte[] speech;

        Always(byte[] speech) {
            this.speech = speech;
        }

        @Override
        public String operation(HttpCall call) {
            return "SynthesizeSpeech";
        }

        @Override
        public HttpAnswer answer(HttpCall call) {
            return new HttpAnswer(200, Map.of("Content-Type", "audio/mpeg", "x-amzn-RequestCharacters", "53"), speech);
        }
    }
}
