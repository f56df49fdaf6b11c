package dev.dragoman.local.transcribe;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.transcribestreaming.model.AudioEvent;
import software.amazon.awssdk.services.transcribestreaming.model.LanguageCode;
import software.amazon.awssdk.services.transcribestreaming.model.MediaEncoding;
import software.amazon.awssdk.services.transcribestreaming.model.Result;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionRequest;
import software.amazon.awssdk.services.transcribestreaming.model.StartStreamTranscriptionResponseHandler;
import software.amazon.awssdk.services.transcribestreaming.model.TranscriptEvent;

/** One StartStreamTranscription through the SDK, and what comes of it. */
final class Call implements AutoCloseable {

    private static final int EVENT_BYTES = 3_200;

    private final AudioSource audio = new AudioSource();
    private final List<Result> results = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> answer;

    private Call(TranscribeStreamingAsyncClient client, StartStreamTranscriptionRequest request) {
        answer = client.startStreamTranscription(
                request,
                audio,
                StartStreamTranscriptionResponseHandler.builder()
                        .subscriber(event -> {
                            if (event instanceof TranscriptEvent transcript) {
                                results.addAll(transcript.transcript().results());
                            }
                        })
                        .build());
    }

    static TranscribeStreamingAsyncClient client(URI endpoint) {
        return TranscribeStreamingAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                // Recognition may be slower than sending on a busy machine.
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .protocol(Protocol.HTTP2)
                        .writeTimeout(Duration.ofMinutes(4))
                        .readTimeout(Duration.ofMinutes(4)))
                .overrideConfiguration(configuration -> configuration.retryStrategy(retries -> retries.maxAttempts(1)))
                .build();
    }

    static Call open(TranscribeStreamingAsyncClient client) {
        return open(client, request -> {});
    }

    static Call open(TranscribeStreamingAsyncClient client, Consumer<StartStreamTranscriptionRequest.Builder> changes) {
        StartStreamTranscriptionRequest.Builder request = StartStreamTranscriptionRequest.builder()
                .languageCode(LanguageCode.EN_US)
                .mediaEncoding(MediaEncoding.PCM)
                .mediaSampleRateHertz(16_000);
        changes.accept(request);
        return new Call(client, request.build());
    }

    /** Sends sound as fast as it is taken. */
    Call send(byte[] sound) {
        for (int at = 0; at < sound.length; at += EVENT_BYTES) {
            event(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + EVENT_BYTES)));
        }
        return this;
    }

    Call event(byte[] bytes) {
        audio.add(AudioEvent.builder().audioChunk(SdkBytes.fromByteArray(bytes)).build());
        return this;
    }

    /** Says that there is no more sound. */
    void end() {
        audio.end();
    }

    /** Says that there is no more sound, and waits for the end of the answer. */
    List<Result> finish() {
        audio.end();
        await();
        return results;
    }

    void await() {
        try {
            answer.get(240, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer: " + e, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        }
    }

    List<Result> results() {
        return results;
    }

    List<Result> finals() {
        return results.stream().filter(result -> !result.isPartial()).toList();
    }

    static String text(List<Result> results) {
        return String.join(
                " ",
                results.stream()
                        .filter(result -> !result.isPartial())
                        .map(result -> result.alternatives().get(0).transcript())
                        .toList());
    }

    boolean isDone() {
        return answer.isDone();
    }

    @Override
    public void close() {
        audio.end();
        answer.cancel(true);
    }
}
