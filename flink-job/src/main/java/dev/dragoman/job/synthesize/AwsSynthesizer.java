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

    private final PollyAsyncClient client;
    private final String sampleRate;

    private AwsSynthesizer(PollyAsyncClient client, int sampleRate) {
        this.client = client;
        this.sampleRate = Integer.toString(sampleRate);
    }

    /**
     * Synthesizers at an endpoint.
     *
     * @param sampleRate of the MP3, in Hz: 22,050 or 24,000
     * @param connections how many requests may be under way at once; more wait
     */
    public static ServiceFactory<Synthesizer> at(AwsEndpoint endpoint, int sampleRate, int connections) {
        return () -> new AwsSynthesizer(AwsClient.at(endpoint, PollyAsyncClient.builder(), connections), sampleRate);
    }

    @Override
    public CompletableFuture<byte[]> speak(String text, Voice voice, int percent) {
        return AwsFailure.read(
                client.synthesizeSpeech(
                        request -> request.engine(Engine.NEURAL)
                                .voiceId(voice.name())
                                .languageCode(voice.dialect())
                                .outputFormat(OutputFormat.MP3)
                                .sampleRate(sampleRate)
                                .textType(TextType.SSML)
                                .text(Ssml.of(text, percent)),
                        AsyncResponseTransformer.toBytes()),
                BytesWrapper::asByteArray);
    }

    @Override
    public void close() {
        client.close();
    }
}
