package dev.dragoman.ingest;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The SDK's clients, built once for the life of the function, on the JDK's own HTTP client: the
 * smallest and the quickest to start.
 *
 * <p>A call takes at most {@link #CALL}, retries included: a speaker's client then sends the chunk
 * again by itself, so giving up early is safe and waiting longer helps nobody. The limits have a client
 * of their own that gives up after {@link #LIMIT_CALL}: what they would refuse is allowed then.
 */
record AwsClients(
        S3Client s3, S3Presigner presigner, KinesisClient kinesis, DynamoDbClient dynamoDb, DynamoDbClient limits) {

    /** A chunk is in memory: its checksum can be in the head, so the body need not be framed to carry it. */
    private static final S3Configuration WHOLE_BODIES =
            S3Configuration.builder().chunkedEncodingEnabled(false).build();

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration LIMIT_CALL = Duration.ofMillis(300);

    static AwsClients of(IngestConfiguration configuration) {
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .build();
        return new AwsClients(
                configured(
                                S3Client.builder(),
                                http,
                                configuration,
                                configuration.endpoints().s3())
                        // Buckets as host names need a DNS that a local endpoint doesn't have.
                        .forcePathStyle(configuration.endpoints().s3() != null)
                        .serviceConfiguration(WHOLE_BODIES)
                        .build(),
                presigner(configuration),
                configured(
                                KinesisClient.builder(),
                                http,
                                configuration,
                                configuration.endpoints().kinesis())
                        .build(),
                configured(
                                DynamoDbClient.builder(),
                                http,
                                configuration,
                                configuration.endpoints().dynamoDb())
                        .build(),
                limits(configuration));
    }

    private static DynamoDbClient limits(IngestConfiguration configuration) {
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(LIMIT_CALL)
                .socketTimeout(LIMIT_CALL)
                .build();
        return configured(
                        DynamoDbClient.builder(),
                        http,
                        configuration,
                        configuration.endpoints().dynamoDb())
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(LIMIT_CALL)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new WithoutExpect())
                        .build())
                .build();
    }

    private static S3Presigner presigner(IngestConfiguration configuration) {
        URI own = configuration.endpoints().s3();
        URI listeners = configuration.endpoints().publicS3();
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(configuration.region()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(own != null)
                        .build());
        if (own != null || listeners != null) {
            builder.endpointOverride(listeners == null ? own : listeners);
        }
        if (configuration.credentials() != null) {
            builder.credentialsProvider(configuration.credentials());
        }
        return builder.build();
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
