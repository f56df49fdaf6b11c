package dev.dragoman.job.synthesize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.StubEndpoint;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsSynthesizerTest {

    private static final Voice LUCIA = new Voice("Lucia", "es-ES");

    private static StubEndpoint polly;
    private static Synthesizer synthesizer;

    @BeforeAll
    static void start() throws IOException {
        polly = StubEndpoint.start();
        synthesizer = AwsSynthesizer.at(polly.endpoint(), 24_000, 10).create();
    }

    @AfterAll
    static void stop() {
        synthesizer.close();
        polly.close();
    }

    @BeforeEach
    void forget() {
        polly.forget();
    }

    @Test
    void speaksToAmazonPolly() {
        byte[] mp3 = Mp3Frames.of24kHz(5);
        polly.answers(200, mp3);

        assertThat(synthesizer.speak("Sal & pimienta", LUCIA, 120))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo(mp3);
        assertThat(polly.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1/speech");
            assertThat(request.body())
                    .contains(
                            "\"Engine\":\"neural\"",
                            "\"VoiceId\":\"Lucia\"",
                            "\"LanguageCode\":\"es-ES\"",
                            "\"OutputFormat\":\"mp3\"",
                            "\"SampleRate\":\"24000\"",
                            "\"TextType\":\"ssml\"",
                            "<speak><prosody rate=\\\"120%\\\">Sal &amp; pimienta</prosody></speak>");
        });
    }

    @Test
    void asksOnceAndLeavesRepeatingToTheStage() {
        polly.fails(400, "ThrottlingException");

        assertThat(synthesizer.speak("Hola.", LUCIA, 100))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ServiceException.class)
                .withMessageContaining("THROTTLED");
        assertThat(polly.requests()).hasSize(1);
    }
}
