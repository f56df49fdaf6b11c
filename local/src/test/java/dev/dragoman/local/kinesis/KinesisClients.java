package dev.dragoman.local.kinesis;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.utils.AttributeMap;

/** SDK clients as the job would make them. */
final class KinesisClients {

    /** Shared: closing one takes two quiet seconds. */
    private static final SdkAsyncHttpClient HTTP = NettyNioAsyncHttpClient.builder()
            .maxConcurrency(500)
            .protocol(Protocol.HTTP2)
            .buildWithDefaults(AttributeMap.empty());

    private KinesisClients() {}

    static KinesisAsyncClient of(URI endpoint) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClient(HTTP)
                .build();
    }
}
