package dev.dragoman.local.polly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dragoman.local.faults.FaultSwitch;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.polly.PollyAsyncClient;
import software.amazon.awssdk.services.polly.model.Engine;
import software.amazon.awssdk.services.polly.model.EngineNotSupportedException;
import software.amazon.awssdk.services.polly.model.InvalidSampleRateException;
import software.amazon.awssdk.services.polly.model.InvalidSsmlException;
import software.amazon.awssdk.services.polly.model.LanguageNotSupportedException;
import software.amazon.awssdk.services.polly.model.OutputFormat;
import software.amazon.awssdk.services.polly.model.PollyException;
import software.amazon.awssdk.services.polly.model.ServiceFailureException;
import software.amazon.awssdk.services.polly.model.SynthesizeSpeechRequest;
import software.amazon.awssdk.services.polly.model.SynthesizeSpeechResponse;
import software.amazon.awssdk.services.polly.model.TextLengthExceededException;
import software.amazon.awssdk.services.polly.model.TextType;
import software.amazon.awssdk.services.polly.model.VoiceId;

class LocalPollyTest {

    private static final String TEXT = "Buenos días a todos y bienvenidos a la reunión anual.";
    private static final FaultSwitch FAULTS = new FaultSwitch();

    private static LocalPolly polly;
    private static PollyAsyncClient client;

    @BeforeAll
    static void start() {
        polly = LocalPolly.start(LocalPolly.Options.defaults().withFaults(FAULTS));
        client = PollyAsyncClient.builder()
                .endpointOverride(polly.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        polly.close();
    }

    private static ResponseBytes<SynthesizeSpeechResponse> speak(Consumer<SynthesizeSpeechRequest.Builder> changes) {
        SynthesizeSpeechRequest.Builder request = SynthesizeSpeechRequest.builder()
                .text(TEXT)
                .voiceId(VoiceId.LUCIA)
                .engine(Engine.NEURAL)
                .outputFormat(OutputFormat.MP3)
                .sampleRate("24000");
        changes.accept(request);
        return client.synthesizeSpeech(request.build(), AsyncResponseTransformer.toBytes())
                .join();
    }

    private static void assertRefused(
            Consumer<SynthesizeSpeechRequest.Builder> changes, Class<? extends Throwable> type, String message) {
        assertThatThrownBy(() -> speak(changes))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(type)
                .hasMessageContaining(message);
    }

    @Test
    void aSentenceIsAnMp3OfPlausibleLength() {
        ResponseBytes<SynthesizeSpeechResponse> answer = speak(request -> {});
        Mp3Frames mp3 = Mp3Frames.of(answer.asByteArray());
        assertThat(mp3.sampleRate()).isEqualTo(24_000);
        assertThat(mp3.channels()).isEqualTo(1);
        assertThat(mp3.kilobits()).isEqualTo(48);
        assertThat(mp3.seconds()).isBetween(2.0, 5.0);
        assertThat(answer.response().contentType()).isEqualTo("audio/mpeg");
        assertThat(answer.response().requestCharacters()).isEqualTo(TEXT.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 24_000})
    void everySampleRateLastsAsLong(int rate) {
        Mp3Frames mp3 = Mp3Frames.of(
                speak(request -> request.sampleRate(Integer.toString(rate))).asByteArray());
        double reference = Mp3Frames.of(speak(request -> {}).asByteArray()).seconds();
        assertThat(mp3.sampleRate()).isEqualTo(rate);
        assertThat(mp3.seconds()).isCloseTo(reference, within(0.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "16000"})
    void pcmLastsAsLong(String rate) {
        byte[] pcm = speak(request -> request.outputFormat(OutputFormat.PCM).sampleRate(rate))
                .asByteArray();
        double reference = Mp3Frames.of(speak(request -> {}).asByteArray()).seconds();
        assertThat(pcm.length / 2.0 / Double.parseDouble(rate)).isCloseTo(reference, within(0.25));
    }

    @ParameterizedTest
    @CsvSource({
        "Lucia, es-ES",
        "Arlet, ca-ES",
        "Camila, pt-BR",
        "Ines, pt-PT",
        "Lea, fr-FR",
        "Bianca, it-IT",
        "Vicki, de-DE",
        "Joanna, en-US",
        "Amy, en-GB",
        "Lupe, es-US"
    })
    void everyLanguageHasAVoice(String voice, String language) {
        byte[] mp3 =
                speak(request -> request.voiceId(voice).languageCode(language)).asByteArray();
        assertThat(Mp3Frames.of(mp3).seconds()).isGreaterThan(2);
    }

    @Test
    void ssmlIsSpokenAndItsTagsAreNotBilled() {
        ResponseBytes<SynthesizeSpeechResponse> answer = speak(request ->
                request.textType(TextType.SSML).text("<speak>Buenos <prosody rate=\"120%\">días</prosody></speak>"));
        assertThat(answer.response().requestCharacters()).isEqualTo("Buenos días".length());
        assertThat(Mp3Frames.of(answer.asByteArray()).seconds()).isBetween(0.4, 2.5);
    }

    @Test
    void aBreakInSsmlIsHeard() {
        double without = Mp3Frames.of(
                        speak(request -> request.textType(TextType.SSML).text("<speak>uno dos</speak>"))
                                .asByteArray())
                .seconds();
        double with = Mp3Frames.of(speak(request ->
                                request.textType(TextType.SSML).text("<speak>uno <break time=\"2s\"/> dos</speak>"))
                        .asByteArray())
                .seconds();
        assertThat(with - without).isBetween(1.0, 3.0);
    }

    @Test
    void brokenSsmlIsRefused() {
        assertRefused(
                request -> request.textType(TextType.SSML).text("<speak>uno"), InvalidSsmlException.class, "SSML");
        assertRefused(request -> request.textType(TextType.SSML).text("uno"), InvalidSsmlException.class, "SSML");
        assertRefused(
                request -> request.textType(TextType.SSML)
                        .text("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><speak>&b;</speak>"),
                InvalidSsmlException.class,
                "SSML");
    }

    @Test
    void threeThousandCharactersAreSpokenAndOneMoreIsNot() {
        String most = "a ".repeat(1_500);
        assertThat(speak(request -> request.text(most)).response().requestCharacters())
                .isEqualTo(3_000);
        assertRefused(request -> request.text(most + "b"), TextLengthExceededException.class, "Maximum text length");
    }

    @Test
    void wrongParametersAreRefusedByName() {
        assertRefused(request -> request.voiceId("Nobody"), PollyException.class, "voiceId");
        assertRefused(request -> request.sampleRate("44100"), InvalidSampleRateException.class, "44100");
        assertRefused(request -> request.outputFormat(OutputFormat.PCM), InvalidSampleRateException.class, "24000");
        assertRefused(
                request -> request.voiceId("Arlet").engine(Engine.STANDARD),
                EngineNotSupportedException.class,
                "engine");
        assertRefused(request -> request.languageCode("ca-ES"), LanguageNotSupportedException.class, "ca-ES");
        assertRefused(request -> request.outputFormat("wav"), PollyException.class, "outputFormat");
    }

    @Test
    void voicesAreListedByLanguage() {
        assertThat(client.describeVoices(request -> request.languageCode("ca-ES"))
                        .join()
                        .voices())
                .extracting(voice -> voice.idAsString())
                .containsExactly("Arlet");
        assertThat(client.describeVoices().join().voices()).hasSizeGreaterThan(15);
    }

    @Test
    void plannedFaultsComeOnce() {
        FAULTS.throttleNext(1);
        assertRefused(request -> {}, PollyException.class, "Rate exceeded");
        FAULTS.breakNext(1);
        assertRefused(request -> {}, ServiceFailureException.class, "internal");
        assertThat(speak(request -> {}).asByteArray()).isNotEmpty();
    }
}
