package dev.dragoman.local.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.faults.FaultSwitch;
import dev.dragoman.samples.Recording;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.translate.TranslateAsyncClient;
import software.amazon.awssdk.services.translate.model.Brevity;
import software.amazon.awssdk.services.translate.model.Formality;
import software.amazon.awssdk.services.translate.model.InternalServerException;
import software.amazon.awssdk.services.translate.model.Profanity;
import software.amazon.awssdk.services.translate.model.ResourceNotFoundException;
import software.amazon.awssdk.services.translate.model.TextSizeLimitExceededException;
import software.amazon.awssdk.services.translate.model.TranslateException;
import software.amazon.awssdk.services.translate.model.TranslateTextResponse;
import software.amazon.awssdk.services.translate.model.TranslationSettings;
import software.amazon.awssdk.services.translate.model.UnsupportedLanguagePairException;

class LocalTranslateTest {

    private static final FaultSwitch FAULTS = new FaultSwitch();

    private static LocalTranslate translate;
    private static TranslateAsyncClient client;

    @BeforeAll
    static void start() {
        translate = LocalTranslate.start(LocalTranslate.Options.defaults().withFaults(FAULTS));
        client = TranslateAsyncClient.builder()
                .endpointOverride(translate.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        translate.close();
    }

    @Test
    void saysThatItAppliedNoneOfTheSettings() {
        // When
        TranslateTextResponse answer = client.translateText(request -> request.text("Good morning.")
                        .sourceLanguageCode("en")
                        .targetLanguageCode("es")
                        .settings(settings -> settings.formality(Formality.FORMAL)
                                .profanity(Profanity.MASK)
                                .brevity(Brevity.ON)))
                .join();

        // Then
        assertThat(answer.translatedText()).isNotBlank();
        assertThat(answer.appliedSettings())
                .isEqualTo(TranslationSettings.builder().build());
    }

    @Test
    void knowsNoTerminology() {
        assertThatThrownBy(() -> client.translateText(request -> request.text("Good morning.")
                                .sourceLanguageCode("en")
                                .targetLanguageCode("es")
                                .terminologyNames("words"))
                        .join())
                .hasCauseInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("The terminology words does not exist");
    }

    private static CompletableFuture<String> ask(String text, String source, String target) {
        return client.translateText(
                        request -> request.text(text).sourceLanguageCode(source).targetLanguageCode(target))
                .thenApply(answer -> answer.translatedText());
    }

    private static String translated(String text, String source, String target) {
        return ask(text, source, target).join();
    }

    private static void assertFails(ThrowingCallable call, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "es | La casa es grande.",
                "ca | La casa és gran.",
                "gl | A casa é grande.",
                "pt | A casa é grande.",
                "pt-PT | A casa é grande.",
                "fr | La maison est grande.",
                "it | La casa è grande."
            })
    void englishIsTranslated(String target, String expected) {
        assertThat(translated("The house is big.", "en", target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"es | La casa es grande.", "gl | A casa é grande.", "fr | La maison est grande."})
    void englishIsTranslatedInto(String source, String text) {
        assertThat(translated(text, source, "en")).isEqualTo("The house is big.");
    }

    @Test
    void everySentenceOfTheTalkIsASentenceInEachLanguage() {
        for (String target : List.of("es", "ca", "fr")) {
            for (String sentence : Recording.talkSentences()) {
                String translation = translated(sentence, "en", target);
                assertThat(translation).matches("[¿¡]?\\p{Lu}.*\\.").doesNotContain("*", "#", "@", "<", "\\", "[");
            }
        }
    }

    @Test
    void wordsThatAreNotKnownStayAsTheyAre() {
        assertThat(translated("The frobnicator is big.", "en", "es"))
                .contains("frobnicator")
                .doesNotContain("*");
    }

    @Test
    void signsWithAMeaningForTheEngineSurvive() {
        assertThat(translated("a [b] {c} ^d$ e@f.org g/h <i> j\\k", "en", "es"))
                .contains("[b]", "{c}", "e@f.org", "<", ">", "\\");
    }

    @Test
    void linesStayLines() {
        assertThat(translated("The house is big.\nThe house is small.\n", "en", "es"))
                .isEqualTo("La casa es grande.\nLa casa es pequeña.\n");
    }

    @Test
    void manyCallersGetTheirOwnAnswers() {
        List<CompletableFuture<String>> answers = IntStream.range(0, 60)
                .mapToObj(i -> ask("The house has " + i + " doors.", "en", "es"))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).join()).contains(" " + i + " ");
        }
    }

    @Test
    void anUnsupportedPairIsNamed() {
        assertFails(
                () -> translated("The house", "en", "zh"),
                UnsupportedLanguagePairException.class,
                "Unsupported language pair: en to zh");
    }

    @Test
    void tenThousandBytesAreTranslatedAndOneMoreIsNot() {
        String most = "house ".repeat(1_700).substring(0, 10_000);
        assertThat(translated(most, "en", "es")).startsWithIgnoringCase("casa");
        assertFails(() -> translated(most + "s", "en", "es"), TextSizeLimitExceededException.class, "10001 bytes");
        assertFails(
                () -> translated("é".repeat(5_001), "en", "es"), TextSizeLimitExceededException.class, "10002 bytes");
    }

    @Test
    void anEmptyTextIsInvalid() {
        assertFails(() -> translated("", "en", "es"), TranslateException.class, "'text'");
    }

    @Test
    void aDeadEngineIsReplaced() {
        translated("The house.", "en", "es");
        ProcessHandle.of(translate.processIds().get(0)).orElseThrow().destroyForcibly();
        assertThat(translated("The house is big.", "en", "es")).isEqualTo("La casa es grande.");
    }

    @Test
    void plannedFaultsComeOnce() {
        FAULTS.throttleNext(1);
        assertFails(() -> translated("The house.", "en", "es"), TranslateException.class, "Rate exceeded");
        FAULTS.breakNext(1);
        assertFails(() -> translated("The house.", "en", "es"), InternalServerException.class, "internal");
        FAULTS.loseAnswerOfNext(1);
        assertThatThrownBy(() -> translated("The house.", "en", "es")).isInstanceOf(CompletionException.class);
        assertThat(translated("The house is big.", "en", "es")).isEqualTo("La casa es grande.");
    }

    @Test
    void itsProcessesEndWithIt() {
        LocalTranslate other = LocalTranslate.start();
        List<Long> processes = other.processIds();
        assertThat(processes).isNotEmpty();
        other.close();
        Awaitility.await()
                .until(() ->
                        processes.stream().noneMatch(id -> ProcessHandle.of(id).isPresent()));
    }
}
