package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.samples.WordErrorRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every transcriber does; run against the fake and against real endpoints. */
public abstract class TranscriberContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PIECE_BYTES = 3_200;

    /** The transcriber, open for all tests. */
    protected abstract Transcriber transcriber();

    /**
     * Speech in US English, 16 kHz: some sentences, the last but one followed by a pause of a second or more, and the
     * last one ending with the audio.
     */
    protected abstract byte[] speech();

    /** Its words. */
    protected abstract String words();

    @Test
    void aStreamIsTakenHeardAndEnded() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber().open(english(), heard);

        // When
        send(stream, speech());
        stream.end();
        heard.awaitLast();

        // Then
        assertThat(heard.events.get(0)).isEqualTo(new StreamEvent.Opened());
        assertThat(heard.events.get(heard.events.size() - 1)).isEqualTo(new StreamEvent.Ended());
        assertThat(heard.events.stream().filter(Heard::isLast)).hasSize(1);
        assertThat(WordErrorRate.between(words(), heard.finalText()).rate()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void theLanguageIsIdentifiedWhereItIsNotCertain() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber()
                .open(new StreamRequest("talk", "es-ES", List.of("en-US"), RecognitionSettings.defaults()), heard);

        // When
        send(stream, speech());
        stream.end();
        heard.awaitLast();

        // Then
        assertThat(heard.results()).isNotEmpty().allMatch(result -> "en-US".equals(result.languageCode()));
    }

    @Test
    void aVocabularyThatTheAccountDoesNotHaveIsRefused() {
        for (List<String> others : List.of(List.<String>of(), List.of("es-ES"))) {
            // Given
            RecognitionSettings settings = new RecognitionSettings(List.of(), "nobody-made-it", null, null, null);
            Heard heard = new Heard();

            // When
            TranscriptionStream stream =
                    transcriber().open(new StreamRequest("talk", "en-US", others, settings), heard);
            send(stream, speech());
            heard.awaitLast();

            // Then
            assertThat(heard.events.get(heard.events.size() - 1))
                    .isInstanceOfSatisfying(
                            StreamEvent.Failed.class,
                            failed -> assertThat(failed.cause()).isEqualTo(StreamEvent.Cause.REFUSED));
        }
    }

    @Test
    void everyFinalResultHasPartialOnesBefore() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber().open(english(), heard);

        // When
        send(stream, speech());
        stream.end();
        heard.awaitLast();

        // Then
        List<String> begun = new ArrayList<>();
        List<String> finished = new ArrayList<>();
        for (RecognitionResult result : heard.results()) {
            assertThat(finished).doesNotContain(result.id());
            if (result.partial()) {
                begun.add(result.id());
            } else {
                assertThat(begun).contains(result.id());
                finished.add(result.id());
            }
        }
        assertThat(finished).hasSizeGreaterThan(1);
    }

    @Test
    void itemsAreInOrderAndWithinTheAudio() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber().open(english(), heard);

        // When
        send(stream, speech());
        stream.end();
        heard.awaitLast();

        // Then
        long last = 0;
        for (RecognitionResult result : heard.results()) {
            if (result.partial() || result.items().isEmpty()) {
                continue;
            }
            for (RecognizedItem item : result.items()) {
                assertThat(item.startMillis()).isGreaterThanOrEqualTo(last);
                assertThat(item.endMillis()).isGreaterThanOrEqualTo(item.startMillis());
                last = item.startMillis();
            }
            assertThat(result.endMillis()).isLessThanOrEqualTo(speech().length / 32 + 20);
            assertThat(result.endMillis())
                    .isGreaterThanOrEqualTo(
                            result.items().get(result.items().size() - 1).endMillis() - 20);
        }
    }

    @Test
    void stableWordsStay() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber().open(english(), heard);

        // When
        send(stream, speech());
        stream.end();
        heard.awaitLast();

        // Then
        String id = "";
        List<String> stable = List.of();
        boolean any = false;
        for (RecognitionResult result : heard.results()) {
            List<RecognizedItem> words =
                    result.items().stream().filter(item -> !item.punctuation()).toList();
            if (result.id().equals(id) && !stable.isEmpty()) {
                assertThat(words.stream().map(RecognizedItem::text).toList()).startsWith(stable.toArray(String[]::new));
            }
            id = result.id();
            stable = words.stream()
                    .takeWhile(RecognizedItem::stable)
                    .map(RecognizedItem::text)
                    .toList();
            any |= result.partial() && !stable.isEmpty();
        }
        assertThat(any).as("some partial result has stable words").isTrue();
    }

    @Test
    void wordsBecomeFinalAfterAPauseThoughTheStreamGoesOn() {
        // Given
        Heard heard = new Heard();
        TranscriptionStream stream = transcriber().open(english(), heard);

        // When
        send(stream, speech());

        // Then
        await().atMost(PATIENCE).until(() -> heard.results().stream().anyMatch(result -> !result.partial()));
        assertThat(heard.events).noneMatch(Heard::isLast);
        stream.abort();
    }

    @Test
    void streamsDoNotMix() {
        // Given
        Heard one = new Heard();
        Heard other = new Heard();
        TranscriptionStream first = transcriber().open(english(), one);
        TranscriptionStream second = transcriber().open(english(), other);

        // When
        for (byte[] piece : pieces(speech())) {
            first.send(piece);
            second.send(new byte[piece.length]);
        }
        first.end();
        second.end();
        one.awaitLast();
        other.awaitLast();

        // Then
        assertThat(WordErrorRate.between(words(), one.finalText()).rate()).isLessThanOrEqualTo(0.2);
        assertThat(other.results()).isEmpty();
        assertThat(other.events.get(other.events.size() - 1)).isEqualTo(new StreamEvent.Ended());
    }

    @Test
    void anAbortedStreamSaysNoMoreAndOthersGoOn() {
        // Given
        Heard aborted = new Heard();
        Heard other = new Heard();
        TranscriptionStream first = transcriber().open(english(), aborted);
        TranscriptionStream second = transcriber().open(english(), other);
        await().atMost(PATIENCE).until(() -> !aborted.events.isEmpty());

        // When
        first.abort();
        send(first, speech());
        first.end();
        send(second, speech());
        second.end();
        other.awaitLast();

        // Then
        assertThat(aborted.results()).isEmpty();
        assertThat(other.finalText()).isNotEmpty();
    }

    @Test
    void aLanguageThatTheServiceDoesNotKnowIsRefused() {
        // Given
        Heard heard = new Heard();

        // When
        TranscriptionStream stream = transcriber()
                .open(new StreamRequest("talk", "xx-XX", List.of(), RecognitionSettings.defaults()), heard);
        heard.awaitLast();
        send(stream, speech());
        stream.end();

        // Then
        assertThat(heard.events).hasSize(1);
        assertThat(heard.events.get(0)).isInstanceOfSatisfying(StreamEvent.Failed.class, failed -> {
            assertThat(failed.cause()).isEqualTo(StreamEvent.Cause.REFUSED);
            assertThat(failed.detail()).isNotBlank();
        });
    }

    private static StreamRequest english() {
        return new StreamRequest("talk", "en-US", List.of(), RecognitionSettings.defaults());
    }

    private static void send(TranscriptionStream stream, byte[] pcm) {
        pieces(pcm).forEach(stream::send);
    }

    private static List<byte[]> pieces(byte[] pcm) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < pcm.length; at += PIECE_BYTES) {
            pieces.add(Arrays.copyOfRange(pcm, at, Math.min(pcm.length, at + PIECE_BYTES)));
        }
        return pieces;
    }

    /** Keeps what a stream told. */
    private static final class Heard implements Consumer<StreamEvent> {

        final List<StreamEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void accept(StreamEvent event) {
            events.add(event);
        }

        void awaitLast() {
            await().atMost(PATIENCE).until(() -> events.stream().anyMatch(Heard::isLast));
        }

        List<RecognitionResult> results() {
            return events.stream()
                    .filter(StreamEvent.Heard.class::isInstance)
                    .map(event -> ((StreamEvent.Heard) event).result())
                    .toList();
        }

        String finalText() {
            return results().stream()
                    .filter(result -> !result.partial())
                    .map(RecognitionResult::text)
                    .collect(Collectors.joining(" "));
        }

        static boolean isLast(StreamEvent event) {
            return event instanceof StreamEvent.Ended || event instanceof StreamEvent.Failed;
        }
    }
}
