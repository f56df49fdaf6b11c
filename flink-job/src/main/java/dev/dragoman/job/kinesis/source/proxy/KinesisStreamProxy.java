package dev.dragoman.job.kinesis.source.proxy;

import dev.dragoman.job.aws.ClientNetwork;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions.CredentialProvider;
import dev.dragoman.job.kinesis.source.config.KinesisSourceConfigOptions;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Kinesis through the SDK's asynchronous client. A request that hangs fails after the request timeout;
 * the SDK's own retries are off, because a shard that waits must not hold a connection.
 *
 * <p>Answers are handed over on the client's network threads: what hangs on a future must be quick.
 */
public final class KinesisStreamProxy implements StreamProxy {

    /** One request per shard at a time and a few to list: enough for a reader of a thousand shards. */
    private static final int MAX_CONNECTIONS = 1024;

    private final KinesisAsyncClient client;
    private final Failures failures;

    private KinesisStreamProxy(KinesisAsyncClient client, Clock clock) {
        this.client = client;
        this.failures = new Failures(clock);
    }

    /**
     * Connects nowhere yet.
     *
     * @param streamArn gives the region if the configuration does not
     * @param config the options of {@link AWSConfigOptions} and {@link
     *     KinesisSourceConfigOptions#READER_REQUEST_TIMEOUT}
     */
    public static KinesisStreamProxy create(String streamArn, Configuration config) {
        Duration timeout = config.get(KinesisSourceConfigOptions.READER_REQUEST_TIMEOUT);
        String region = config.getOptional(AWSConfigOptions.AWS_REGION_OPTION)
                .or(() -> Arn.fromString(streamArn).region())
                .orElseThrow(() -> new IllegalArgumentException(
                        AWSConfigOptions.AWS_REGION_OPTION.key() + " is missing, and " + streamArn + " names none"));
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(ClientNetwork.with(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(MAX_CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .readTimeout(timeout)))
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override ->
                        override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(timeout));
        config.getOptional(AWSConfigOptions.AWS_ENDPOINT_OPTION)
                .ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
        if (config.get(AWSConfigOptions.AWS_CREDENTIALS_PROVIDER_OPTION) == CredentialProvider.BASIC) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    config.get(AWSConfigOptions.AWS_ACCESS_KEY_ID_OPTION),
                    config.get(AWSConfigOptions.AWS_SECRET_ACCESS_KEY_OPTION))));
        }
        return new KinesisStreamProxy(builder.build(), Clock.systemUTC());
    }

    @Override
    public CompletableFuture<List<ShardDescription>> listShards(String streamArn, @Nullable Instant from) {
        ListShardsRequest.Builder first = ListShardsRequest.builder().streamARN(streamArn);
        if (from != null) {
            first.shardFilter(
                    filter -> filter.type(ShardFilterType.FROM_TIMESTAMP).timestamp(from));
        }
        return listPages(streamArn, first.build(), new ArrayList<>());
    }

    private CompletableFuture<List<ShardDescription>> listPages(
            String streamArn, ListShardsRequest request, List<ShardDescription> found) {
        return sorted(client.listShards(request), null, null).thenCompose(page -> {
            page.shards().forEach(shard -> found.add(describe(shard)));
            if (page.nextToken() == null) {
                return CompletableFuture.completedFuture(found);
            }
            ListShardsRequest next = ListShardsRequest.builder()
                    .streamARN(streamArn)
                    .nextToken(page.nextToken())
                    .build();
            return listPages(streamArn, next, found);
        });
    }

    @Override
    public CompletableFuture<String> getShardIterator(String streamArn, String shardId, StartingPosition position) {
        GetShardIteratorRequest request = GetShardIteratorRequest.builder()
                .streamARN(streamArn)
                .shardId(shardId)
                .shardIteratorType(
                        switch (position.kind()) {
                            case TRIM_HORIZON -> ShardIteratorType.TRIM_HORIZON;
                            case AT_TIMESTAMP -> ShardIteratorType.AT_TIMESTAMP;
                            case AFTER_SEQUENCE_NUMBER -> ShardIteratorType.AFTER_SEQUENCE_NUMBER;
                        })
                .timestamp(position.timestamp())
                .startingSequenceNumber(position.sequenceNumber())
                .build();
        return sorted(client.getShardIterator(request), shardId, position)
                .thenApply(GetShardIteratorResponse::shardIterator);
    }

    @Override
    public CompletableFuture<ShardRecords> getRecords(String streamArn, String shardIterator, int maxRecords) {
        return sorted(
                        client.getRecords(request -> request.streamARN(streamArn)
                                .shardIterator(shardIterator)
                                .limit(maxRecords)),
                        null,
                        null)
                .thenApply(KinesisStreamProxy::read);
    }

    @Override
    public void close() {
        client.close();
    }

    /** The same answer, or the failure by what can be done about it. */
    private <T> CompletableFuture<T> sorted(
            CompletableFuture<T> answer, @Nullable String shardId, @Nullable StartingPosition position) {
        return answer.exceptionallyCompose(
                thrown -> CompletableFuture.failedFuture(failures.classify(thrown, shardId, position)));
    }

    private static ShardRecords read(GetRecordsResponse answer) {
        return new ShardRecords(
                answer.records(),
                answer.nextShardIterator(),
                // A service that does not say is taken to be behind: time then moves by records only.
                answer.millisBehindLatest() == null ? Long.MAX_VALUE : answer.millisBehindLatest(),
                answer.childShards().stream()
                        .map(child -> new ShardDescription(
                                child.shardId(),
                                Set.copyOf(child.parentShards()),
                                child.hashKeyRange().startingHashKey(),
                                child.hashKeyRange().endingHashKey()))
                        .toList());
    }

    private static ShardDescription describe(Shard shard) {
        List<String> parents = new ArrayList<>(2);
        if (shard.parentShardId() != null) {
            parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
            parents.add(shard.adjacentParentShardId());
        }
        return new ShardDescription(
                shard.shardId(),
                Set.copyOf(parents),
                shard.hashKeyRange().startingHashKey(),
                shard.hashKeyRange().endingHashKey());
    }
}
