package dev.dragoman.job.synthesize;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.polly.PollyAsyncClient;
import software.amazon.awssdk.services.polly.model.Engine;
import software.amazon.awssdk.services.polly.model.OutputFormat;
import software.amazon.awssdk.services.polly.model.TextType;

/** Amazon Polly, neural voices. */
public final class AwsSynthesizer implements Synthesizer {

    /** Requests under way at once: the quota is 8 requests/s, each well under 2 s. */
    private static final int CONNECTIONS = 32;

    private static final String SAMPLE_RATE = "24000";

    private final PollyAsyncClient client;

    private AwsSynthesizer(PollyAsyncClient client) {
        this.client = client;
    }

    /** Synthesizers at an endpoint. */
    public static ServiceFactory<Synthesizer> at(AwsEndpoint endpoint) {
        return () -> new AwsSynthesizer(AwsClient.at(endpoint, PollyAsyncClient.builder(), CONNECTIONS));
    }

    @Override
    public CompletableFuture<byte[]> speak(String text, Voice voice) {
        return AwsFailure.read(
                client.synthesizeSpeech(
                        request -> request.engine(Engine.NEURAL)
                                .voiceId(voice.name())
                                .languageCode(voice.dialect())
                                .outputFormat(OutputFormat.MP3)
                                .sampleRate(SAMPLE_RATE)
                                .textType(TextType.SSML)
                                .text(Ssml.of(text)),
                        AsyncResponseTransformer.toBytes()),
                BytesWrapper::asByteArray);
    }

    @Override
    public void close() {
        client.close();
    }
}
