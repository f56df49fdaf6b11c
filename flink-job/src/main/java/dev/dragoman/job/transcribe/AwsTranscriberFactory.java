package dev.dragoman.job.transcribe;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Makes transcribers that speak to Amazon Transcribe's streaming endpoint, with the default chain of credentials.
 *
 * @param region the region, for example {@code eu-west-1}
 * @param endpoint another endpoint that speaks the same protocol, or null for the region's own; {@code http} means
 *     HTTP/2 without TLS, spoken from the first byte
 */
public record AwsTranscriberFactory(String region, @Nullable URI endpoint) implements TranscriberFactory {

    @Override
    public Transcriber create() {
        return new AwsTranscriber(region, endpoint);
    }
}
