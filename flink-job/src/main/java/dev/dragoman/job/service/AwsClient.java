package dev.dragoman.job.service;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.aws.ClientNetwork;
import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** How the stages want a client of the AWS SDK. */
public final class AwsClient {

    /**
     * After this long a call is taken down, whoever waits for it: longer than any attempt of a stage,
     * so that it only ends what was already given up.
     */
    private static final Duration ABANDONED = Duration.ofSeconds(20);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Calls that find no free connection wait here instead of failing; each is bounded by its stage. */
    private static final int MOST_WAITING = 100_000;

    private AwsClient() {}

    /**
     * A client at an endpoint: asynchronous over Netty, and without the SDK's own retries, since the
     * stages repeat calls within their own bounds.
     *
     * @param connections how many requests may be under way at once; more wait
     */
    public static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C at(
            AwsEndpoint endpoint, B builder, int connections) {
        return endpoint.configure(builder)
                .httpClientBuilder(ClientNetwork.with(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(connections)
                        .maxPendingConnectionAcquires(MOST_WAITING)
                        .connectionAcquisitionTimeout(ABANDONED)
                        .connectionTimeout(CONNECT)))
                .overrideConfiguration(
                        c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(ABANDONED))
                .build();
    }
}
