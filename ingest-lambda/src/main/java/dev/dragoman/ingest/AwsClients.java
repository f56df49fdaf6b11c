package dev.dragoman.ingest;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The SDK's clients, built once for the life of the function, on the JDK's own HTTP client: the
 * smallest and the quickest to start.
 *
 * <p>A call takes at most {@link #CALL}, retries included: a speaker's client then sends the chunk
 * again by itself, so giving up early is safe and waiting longer helps nobody.
 */
record AwsClients(S3Client s3, KinesisClient kinesis, DynamoDbClient dynamoDb) {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(5);

    static AwsClients of(IngestConfiguration configuration) {
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .build();
        return new AwsClients(
                configured(S3Client.builder(), http, configuration, configuration.s3Endpoint())
                        // Buckets as host names need a DNS that a local endpoint doesn't have.
                        .forcePathStyle(configuration.s3Endpoint() != null)
                        .build(),
                configured(KinesisClient.builder(), http, configuration, configuration.kinesisEndpoint())
                        .build(),
                configured(DynamoDbClient.builder(), http, configuration, configuration.dynamoDbEndpoint())
                        .build());
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, SdkHttpClient http, IngestConfiguration configuration, @Nullable URI endpoint) {
        builder.httpClient(http)
                .region(Region.of(configuration.region()))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .addExecutionInterceptor(new WithoutExpect())
                        .build());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (configuration.credentials() != null) {
            builder.credentialsProvider(configuration.credentials());
        }
        return builder;
    }
}
