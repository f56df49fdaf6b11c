package dev.dragoman.local.transcribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.faults.FaultSwitch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.transcribestreaming.model.BadRequestException;
import software.amazon.awssdk.services.transcribestreaming.model.InternalFailureException;
import software.amazon.awssdk.services.transcribestreaming.model.Item;
import software.amazon.awssdk.services.transcribestreaming.model.LimitExceededException;
import software.amazon.awssdk.services.transcribestreaming.model.Result;

class LocalTranscribeLimitsTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private final FaultSwitch faults = new FaultSwitch();
    private LocalTranscribe transcribe;

    private TranscribeStreamingAsyncClient start(UnaryOperator<TranscribeOptions> changes) {
        transcribe =
                LocalTranscribe.start(changes.apply(TranscribeOptions.defaults().withFaults(faults)));
        TranscribeStreamingAsyncClient client = Call.client(transcribe.endpoint());
        open.add(client);
        return client;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        transcribe.close();
    }

    @Test
    void aStreamWithoutAudioEndsInTheServicesOwnWords() {
        TranscribeStreamingAsyncClient client = start(options -> options.withIdleTimeout(Duration.ofSeconds(1)));
        try (Call call = Call.open(client)) {
            call.send(Sound.silence(0.1));
            assertThatThrownBy(call::await)
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("Your request timed out because no new audio was received for 1 seconds.");
        }
    }

    @Test
    void theDefaultPatienceIsTheServices() {
        start(options -> options);
        assertThat(transcribe.options().idleTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(transcribe.options().concurrentStreams()).isEqualTo(25);
    }

    @Test
    void aStreamTooManyIsRefusedAndOneThatEndsMakesRoom() {
        TranscribeStreamingAsyncClient client = start(options -> options.withConcurrentStreams(1));
        try (Call first = Call.open(client)) {
            first.send(Sound.silence(0.1));
            Awaitility.await().until(() -> transcribe.openStreams() == 1);
            try (Call second = Call.open(client)) {
                assertThatThrownBy(second::finish).isInstanceOf(LimitExceededException.class);
            }
            first.finish();
        }
        Awaitility.await().until(() -> transcribe.openStreams() == 0);
        try (Call third = Call.open(client)) {
            third.send(Sound.silence(0.1)).finish();
        }
    }

    @Test
    void aCallerWhoGoesAwayMakesRoom() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        Call call = Call.open(client);
        call.send(Sound.silence(0.1));
        Awaitility.await().until(() -> transcribe.openStreams() == 1);
        call.close();
        client.close();
        Awaitility.await().until(() -> transcribe.openStreams() == 0);
    }

    @Test
    void fourStreamsAtOnceAreEachUnderstood() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        byte[] sentence = Sound.slice(Sound.of("talk-ff-wa-24k-250"), 0, 5.2);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Call call = Call.open(client);
            open.add(0, call);
            call.send(sentence).end();
            calls.add(call);
        }
        for (Call call : calls) {
            assertThat(Call.text(call.finish())).isEqualTo("Good morning everyone and welcome to the annual meeting.");
        }
    }

    @Test
    void stableItemsStayAsTheyAre() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        byte[] sentence = Sound.slice(Sound.of("talk-ff-wa-24k-250"), 0, 5.2);
        try (Call call = Call.open(
                client,
                request -> request.enablePartialResultsStabilization(true).partialResultsStability("high"))) {
            List<Result> results = call.send(sentence).finish();
            List<String> promised = List.of();
            for (Result result : results) {
                List<Item> items = result.alternatives().get(0).items();
                assertThat(items.stream().map(Item::content).limit(promised.size()))
                        .isEqualTo(promised);
                promised = items.stream()
                        .takeWhile(Item::stable)
                        .map(Item::content)
                        .toList();
            }
            assertThat(results.stream()
                            .filter(Result::isPartial)
                            .anyMatch(result ->
                                    result.alternatives().get(0).items().get(0).stable()))
                    .isTrue();
        }
    }

    @Test
    void plannedFaultsComeOnce() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        faults.throttleNext(1);
        try (Call call = Call.open(client)) {
            assertThatThrownBy(call::finish).isInstanceOf(LimitExceededException.class);
        }
        faults.breakNext(1);
        try (Call call = Call.open(client)) {
            assertThatThrownBy(call::finish).isInstanceOf(InternalFailureException.class);
        }
        try (Call call = Call.open(client)) {
            call.send(Sound.silence(0.1)).finish();
        }
    }

    @Test
    void aResetCutsTheStreamsThatAreOpen() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        try (Call call = Call.open(client)) {
            call.send(Sound.silence(0.1));
            Awaitility.await().until(() -> transcribe.openStreams() == 1);
            faults.resetStreams();
            // The SDK reports a stream that is reset after its headers as complete, so only its end shows.
            Awaitility.await().until(call::isDone);
            Awaitility.await().until(() -> transcribe.openStreams() == 0);
        }
        try (Call call = Call.open(client)) {
            call.send(Sound.silence(0.1)).finish();
        }
    }

    @Test
    void aMutedStreamTakesSoundAndSaysNothing() {
        TranscribeStreamingAsyncClient client = start(options -> options);
        faults.muteFor(Duration.ofMinutes(5));
        try (Call call = Call.open(client)) {
            call.send(Sound.slice(Sound.of("talk-ff-wa-24k-250"), 0.9, 3));
            assertThat(call.finish()).isEmpty();
        }
    }
}
