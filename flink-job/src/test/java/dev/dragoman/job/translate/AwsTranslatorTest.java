package dev.dragoman.job.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.StubEndpoint;
import dev.dragoman.protocol.TranslationSettings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsTranslatorTest {

    private static StubEndpoint translate;
    private static Translator translator;

    @BeforeAll
    static void start() throws IOException {
        translate = StubEndpoint.start();
        translator = AwsTranslator.at(translate.endpoint(), 10).create();
    }

    @AfterAll
    static void stop() {
        translator.close();
        translate.close();
    }

    @BeforeEach
    void forget() {
        translate.forget();
    }

    @Test
    void speaksToAmazonTranslate() {
        translate.answers(
                200, "{\"TranslatedText\":\"Hola.\",\"SourceLanguageCode\":\"en\",\"TargetLanguageCode\":\"es\"}");

        assertThat(translator.translate("Hello.", "en-US", "es", TranslationSettings.defaults()))
                .succeedsWithin(10, TimeUnit.SECONDS)
                .isEqualTo("Hola.");
        assertThat(translate.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("X-Amz-Target")).endsWith(".TranslateText");
            assertThat(request.body())
                    .contains("\"Text\":\"Hello.\"", "\"SourceLanguageCode\":\"en\"", "\"TargetLanguageCode\":\"es\"")
                    .doesNotContain("Settings", "TerminologyNames");
        });
    }

    @Test
    void passesOnWhatTheSpeakerChose() {
        translate.answers(
                200, "{\"TranslatedText\":\"Hola.\",\"SourceLanguageCode\":\"en\",\"TargetLanguageCode\":\"es\"}");
        TranslationSettings how =
                new TranslationSettings("our-terms", TranslationSettings.Formality.INFORMAL, true, true);

        translator.translate("Hello.", "en", "es", how).join();
        translate.answers(
                200, "{\"TranslatedText\":\"Hola.\",\"SourceLanguageCode\":\"en\",\"TargetLanguageCode\":\"ca\"}");
        translator.translate("Hello.", "en", "ca", how).join();

        assertThat(translate.requests().get(0).body())
                .contains(
                        "\"TerminologyNames\":[\"our-terms\"]",
                        "\"Formality\":\"INFORMAL\"",
                        "\"Profanity\":\"MASK\"",
                        "\"Brevity\":\"ON\"");
        assertThat(translate.requests().get(1).body())
                .as("Catalan has no formality")
                .contains("\"Profanity\":\"MASK\"")
                .doesNotContain("Formality");
    }

    @Test
    void asksOnceAndLeavesRepeatingToTheStage() {
        translate.fails(400, "ThrottlingException");

        assertThat(translator.translate("Hello.", "en", "es", TranslationSettings.defaults()))
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(ServiceException.class)
                .withMessageContaining("THROTTLED: ThrottlingException, status 400");
        assertThat(translate.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "es, es",
        "ca, ca",
        "gl, gl",
        "pt, pt-PT",
        "pt-BR, pt",
        "fr-CA, fr-CA",
        "fr-BE, fr",
        "es-MX, es-MX",
        "es-AR, es",
        "en-GB, en",
        "nb, no"
    })
    void knowsTheServicesNameOfALanguage(String language, String code) {
        assertThat(AwsTranslator.code(language)).isEqualTo(code);
    }
}
