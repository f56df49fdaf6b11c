package dev.dragoman.local.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.samples.Recording;
import dev.dragoman.samples.WordErrorRate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.transcribestreaming.model.BadRequestException;
import software.amazon.awssdk.services.transcribestreaming.model.Item;
import software.amazon.awssdk.services.transcribestreaming.model.ItemType;
import software.amazon.awssdk.services.transcribestreaming.model.MediaEncoding;
import software.amazon.awssdk.services.transcribestreaming.model.Result;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionRequest;

class LocalTranscribeTest {

    private static final String SAID = String.join(" ", Recording.talkSentences());

    private static LocalTranscribe transcribe;
    private static TranscribeStreamingAsyncClient client;

    @BeforeAll
    static void start() {
        transcribe = LocalTranscribe.start();
        client = Call.client(transcribe.endpoint());
    }

    @AfterAll
    static void stop() {
        client.close();
        transcribe.close();
    }

    @Test
    void bothTalksAreUnderstoodAtTheSameTime() {
        byte[] chromiumTalk = Sound.of("talk-cr-mic-24k-250");
        byte[] firefoxTalk = Sound.of("talk-ff-wa-24k-250");
        try (Call chromium = Call.open(client);
                Call firefox = Call.open(client)) {
            chromium.send(chromiumTalk).end();
            firefox.send(firefoxTalk).end();
            List<Result> fromChromium = chromium.finish();
            List<Result> fromFirefox = firefox.finish();
            assertThat(WordErrorRate.between(SAID, Call.text(fromChromium)).rate())
                    .isLessThanOrEqualTo(0.1);
            assertThat(WordErrorRate.between(SAID, Call.text(fromFirefox)).rate())
                    .isLessThanOrEqualTo(0.1);
            assertThat(chromium.finals()).hasSize(12);
            assertThat(firefox.finals()).hasSize(12);
            assertPartialsComeFirst(fromChromium);
        }
    }

    private static void assertPartialsComeFirst(List<Result> results) {
        Set<String> finished = new HashSet<>();
        Set<String> begun = new HashSet<>();
        for (Result result : results) {
            assertThat(finished).doesNotContain(result.resultId());
            if (result.isPartial()) {
                begun.add(result.resultId());
            } else {
                assertThat(begun).contains(result.resultId());
                finished.add(result.resultId());
            }
        }
    }

    @Test
    void aFinalResultIsWrittenAndTimedAsASentence() {
        byte[] talk = Sound.of("talk-ff-wa-24k-250");
        try (Call call = Call.open(client)) {
            Result result = only(call.send(Sound.slice(talk, 0, 5.2)).finish());
            assertThat(result.alternatives().get(0).transcript())
                    .isEqualTo("Good morning everyone and welcome to the annual meeting.");
            assertThat(result.startTime()).isBetween(1.0, 1.2);
            assertThat(result.endTime()).isBetween(4.3, 4.6);
            List<Item> items = result.alternatives().get(0).items();
            assertThat(items).hasSize(10);
            assertThat(items.get(0).content()).isEqualTo("Good");
            assertThat(items.get(0).type()).isEqualTo(ItemType.PRONUNCIATION);
            assertThat(items.get(9).content()).isEqualTo(".");
            assertThat(items.get(9).type()).isEqualTo(ItemType.PUNCTUATION);
            assertThat(items).isSortedAccordingTo((a, b) -> Double.compare(a.startTime(), b.startTime()));
        }
    }

    @Test
    void aStreamCutInMidSentenceStillGetsItsLastWords() {
        byte[] talk = Sound.of("talk-ff-wa-24k-250");
        try (Call call = Call.open(client)) {
            Result result = only(call.send(Sound.slice(talk, 0, 3.6)).finish());
            assertThat(result.alternatives().get(0).transcript()).startsWith("Good morning everyone and welcome");
        }
    }

    private static Result only(List<Result> results) {
        List<Result> finals =
                results.stream().filter(result -> !result.isPartial()).toList();
        assertThat(finals).hasSize(1);
        return finals.get(0);
    }

    @Test
    void whatIsNotSpeechGivesNoWords() {
        assertThat(heardIn(Sound.silence(8))).isEmpty();
        assertThat(heardIn(Sound.noise(8, 8_000))).isEmpty();
        assertThat(heardIn(Sound.noise(8, 400))).isEmpty();
        assertThat(heardIn(Sound.tone(8, 440, 5_000))).isEmpty();
    }

    private static List<Result> heardIn(byte[] sound) {
        try (Call call = Call.open(client)) {
            return call.send(sound).finish();
        }
    }

    @Test
    void anUnsupportedLanguageIsABadRequest() {
        try (Call call = Call.open(client, request -> request.languageCode("xx-XX"))) {
            assertThatThrownBy(call::finish)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("languageCode")
                    .hasMessageContaining("en-US");
        }
    }

    @Test
    void theLanguageIsIdentifiedAmongOptionsOfWhichOneIsRecognisedHere() {
        byte[] talk = Sound.of("talk-ff-wa-24k-250");
        try (Call call = Call.open(
                client,
                request -> request.languageCode((String) null)
                        .identifyLanguage(true)
                        .languageOptions("es-ES,en-US")
                        .preferredLanguage("es-ES"))) {
            Result result = only(call.send(Sound.slice(talk, 0, 5.2)).finish());

            assertThat(result.languageCodeAsString()).isEqualTo("en-US");
            assertThat(result.languageIdentification().get(0).score()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        en-US       | true  |       | at least two
        en-US,en-GB | true  |       | one dialect
        es-ES,de-DE | true  |       | recognised here
        es-ES,en-US | true  | fr-FR | preferred language
                    | true  |       | languageOptions
                    | false |       | languageCode
        """)
    void languagesThatCannotBeIdentifiedAreABadRequest(
            String options, boolean identify, String preferred, String message) {
        try (Call call = Call.open(
                client,
                request -> request.languageCode((String) null)
                        .identifyLanguage(identify ? true : null)
                        .languageOptions(options)
                        .preferredLanguage(preferred))) {
            assertThatThrownBy(call::finish)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void whatTheAccountDoesNotHaveIsABadRequest() {
        List<Consumer<StartStreamTranscriptionRequest.Builder>> wishes = List.of(
                request -> request.vocabularyName("nobody-made-it"),
                request -> request.vocabularyFilterName("nobody-made-it").vocabularyFilterMethod("mask"),
                request -> request.languageModelName("nobody-made-it"));
        for (Consumer<StartStreamTranscriptionRequest.Builder> wish : wishes) {
            try (Call call = Call.open(client, wish)) {
                assertThatThrownBy(call::finish)
                        .isInstanceOf(BadRequestException.class)
                        .hasMessageContaining("couldn't be found");
            }
        }
    }

    @Test
    void aSampleRateOutOfRangeIsABadRequest() {
        try (Call call = Call.open(client, request -> request.mediaSampleRateHertz(7_999))) {
            assertThatThrownBy(call::finish)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("between 8000 and 48000");
        }
    }

    @Test
    void anEncodingThatIsNotPcmIsABadRequest() {
        try (Call call = Call.open(client, request -> request.mediaEncoding(MediaEncoding.FLAC))) {
            assertThatThrownBy(call::finish)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("pcm");
        }
    }

    @Test
    void anEventOverThirtyTwoKilobytesIsABadRequest() {
        try (Call call = Call.open(client)) {
            call.event(new byte[32 * 1024 + 2]);
            assertThatThrownBy(call::finish).isInstanceOf(BadRequestException.class);
        }
    }
}
