package dev.dragoman.job.transcribe;

import dev.dragoman.job.aws.AwsEndpoint;

/**
 * Makes transcribers that speak to Amazon Transcribe's streaming endpoint. An endpoint that begins
 * with {@code http} is spoken to in HTTP/2 without TLS, from the first byte.
 */
public record AwsTranscriberFactory(AwsEndpoint endpoint) implements TranscriberFactory {

    @Override
    public Transcriber create() {
        return new AwsTranscriber(endpoint);
    }
}
