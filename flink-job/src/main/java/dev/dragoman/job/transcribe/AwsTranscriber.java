package dev.dragoman.job.transcribe;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.aws.ClientNetwork;
import dev.dragoman.protocol.RecognitionSettings;
import dev.dragoman.protocol.RecognitionSettings.FilterMethod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.transcribestreaming.model.Alternative;
import software.amazon.awssdk.services.transcribestreaming.model.BadRequestException;
import software.amazon.awssdk.services.transcribestreaming.model.Item;
import software.amazon.awssdk.services.transcribestreaming.model.ItemType;
import software.amazon.awssdk.services.transcribestreaming.model.LimitExceededException;
import software.amazon.awssdk.services.transcribestreaming.model.MediaEncoding;
import software.amazon.awssdk.services.transcribestreaming.model.PartialResultsStability;
import software.amazon.awssdk.services.transcribestreaming.model.Result;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionRequest;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionResponseHandler;
import software.amazon.awssdk.services.transcribestreaming.model.TranscriptEvent;
import software.amazon.awssdk.services.transcribestreaming.model.TranscriptResultStream;

/**
 * Amazon Transcribe over HTTP/2. Retries nothing: audio can be sent only once, so whoever keeps the
 * audio decides. A service that falls silent is not noticed here (the connection's read timeout is
 * off, because a silent speaker looks the same); whoever sends the audio knows when an answer is
 * due.
 */
final class AwsTranscriber implements Transcriber {

    /** Enough for a subtask that is alone on its account; the service's own quota is lower by default. */
    private static final int CONNECTIONS = 1_000;

    private static final int SAMPLE_RATE = 16_000;

    private final TranscribeStreamingAsyncClient client;

    AwsTranscriber(AwsEndpoint endpoint) {
        this.client = endpoint.configure(TranscribeStreamingAsyncClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(ClientNetwork.with(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .readTimeout(Duration.ZERO)))
                .build();
    }

    @Override
    public TranscriptionStream open(StreamRequest request, Consumer<StreamEvent> listener) {
        AudioPublisher audio = new AudioPublisher();
        AwsStream stream = new AwsStream(audio, listener);
        stream.start(client.startStreamTranscription(
                asked(request),
                audio,
                StartStreamTranscriptionResponseHandler.builder()
                        .onResponse(response -> stream.tell(new StreamEvent.Opened()))
                        .subscriber(stream::answered)
                        .build()));
        return stream;
    }

    private static StartStreamTranscriptionRequest asked(StreamRequest request) {
        StartStreamTranscriptionRequest.Builder asked = StartStreamTranscriptionRequest.builder()
                .sessionId(StreamId.next(request.sessionId()))
                .mediaEncoding(MediaEncoding.PCM)
                .mediaSampleRateHertz(SAMPLE_RATE)
                .enablePartialResultsStabilization(true)
                .partialResultsStability(PartialResultsStability.HIGH);
        RecognitionSettings settings = request.settings();
        if (request.identifies()) {
            asked.identifyLanguage(true)
                    .languageOptions(request.languageCode() + "," + String.join(",", request.otherCodes()))
                    .preferredLanguage(request.languageCode())
                    .vocabularyNames(settings.vocabulary())
                    .vocabularyFilterNames(settings.vocabularyFilter());
        } else {
            asked.languageCode(request.languageCode())
                    .vocabularyName(settings.vocabulary())
                    .vocabularyFilterName(settings.vocabularyFilter())
                    .languageModelName(settings.languageModel());
        }
        if (settings.vocabularyFilter() != null) {
            FilterMethod method = settings.vocabularyFilterMethod();
            asked.vocabularyFilterMethod(
                    (method == null ? FilterMethod.MASK : method).name().toLowerCase(Locale.ROOT));
        }
        return asked.build();
    }

    @Override
    public void close() {
        client.close();
    }

    /** One stream: what is sent goes to the publisher, what is answered to the listener. */
    private static final class AwsStream implements TranscriptionStream {

        private final AudioPublisher audio;
        private final Consumer<StreamEvent> listener;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable CompletableFuture<Void> answer;

        AwsStream(AudioPublisher audio, Consumer<StreamEvent> listener) {
            this.audio = audio;
            this.listener = listener;
        }

        void start(CompletableFuture<Void> response) {
            answer = response;
            var unused = response.whenComplete((done, failure) -> {
                audio.abort();
                last(failure == null ? new StreamEvent.Ended() : failed(failure));
            });
        }

        void tell(StreamEvent event) {
            if (!over.get()) {
                listener.accept(event);
            }
        }

        void last(StreamEvent event) {
            if (over.compareAndSet(false, true)) {
                listener.accept(event);
            }
        }

        void answered(TranscriptResultStream event) {
            if (!(event instanceof TranscriptEvent transcript)) {
                return;
            }
            List<Result> results = transcript.transcript() == null
                    ? List.of()
                    : transcript.transcript().results();
            boolean heard = false;
            for (Result result : results) {
                if (result.hasAlternatives() && !result.alternatives().isEmpty()) {
                    heard = true;
                    tell(new StreamEvent.Heard(
                            read(result, result.alternatives().get(0))));
                }
            }
            if (!heard) {
                tell(new StreamEvent.Alive());
            }
        }

        @Override
        public void send(byte[] pcm) {
            audio.send(pcm);
        }

        @Override
        public void end() {
            audio.end();
        }

        @Override
        public void abort() {
            over.set(true);
            audio.abort();
            CompletableFuture<Void> response = answer;
            if (response != null) {
                response.cancel(true);
            }
        }
    }

    private static RecognitionResult read(Result result, Alternative best) {
        return new RecognitionResult(
                result.resultId() == null ? "" : result.resultId(),
                millis(result.startTime(), 0),
                millis(result.endTime(), 0),
                Boolean.TRUE.equals(result.isPartial()),
                best.transcript() == null ? "" : best.transcript(),
                best.items().stream()
                        .filter(item -> item.content() != null)
                        .map(AwsTranscriber::read)
                        .toList(),
                result.languageCodeAsString());
    }

    private static RecognizedItem read(Item item) {
        long start = millis(item.startTime(), 0);
        return new RecognizedItem(
                item.content(),
                start,
                Math.max(start, millis(item.endTime(), start)),
                item.type() == ItemType.PUNCTUATION,
                Boolean.TRUE.equals(item.stable()));
    }

    private static long millis(@Nullable Double seconds, long otherwise) {
        return seconds == null ? otherwise : Math.round(seconds * 1000);
    }

    private static StreamEvent.Failed failed(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof LimitExceededException) {
            return new StreamEvent.Failed(StreamEvent.Cause.THROTTLED, detail);
        }
        if (cause instanceof BadRequestException) {
            return new StreamEvent.Failed(StreamEvent.Cause.REFUSED, detail);
        }
        return new StreamEvent.Failed(StreamEvent.Cause.LOST, detail);
    }
}
