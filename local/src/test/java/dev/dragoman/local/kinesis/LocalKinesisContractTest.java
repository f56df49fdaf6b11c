package dev.dragoman.local.kinesis;

import static org.awaitility.Awaitility.await;

import dev.dragoman.job.kinesis.source.config.AWSConfigOptions;
import dev.dragoman.job.kinesis.source.config.AWSConfigOptions.CredentialProvider;
import dev.dragoman.job.kinesis.source.proxy.KinesisStreamProxy;
import dev.dragoman.job.kinesis.source.proxy.StreamProxy;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyContract;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What the job's source relies on, through the SDK. */
class LocalKinesisContractTest extends StreamProxyContract {

    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/contract";

    private final Clock clock = Clock.systemUTC();
    private final LocalKinesis kinesis = LocalKinesis.start(
            LocalKinesis.Settings.defaults().withStream("contract", 2).withHold(Duration.ofMillis(20)));
    private final KinesisAsyncClient client = KinesisClients.of(kinesis.endpoint());
    private final StreamProxy proxy = KinesisStreamProxy.create(
            ARN,
            new Configuration()
                    .set(
                            AWSConfigOptions.AWS_ENDPOINT_OPTION,
                            kinesis.endpoint().toString())
                    .set(AWSConfigOptions.AWS_CREDENTIALS_PROVIDER_OPTION, CredentialProvider.BASIC)
                    .set(AWSConfigOptions.AWS_ACCESS_KEY_ID_OPTION, "local")
                    .set(AWSConfigOptions.AWS_SECRET_ACCESS_KEY_OPTION, "local"));

    @AfterEach
    void close() {
        proxy.close();
        client.close();
        kinesis.close();
    }

    @Override
    protected TestStream stream() {
        return new TestStream() {
            @Override
            public String arn() {
                return ARN;
            }

            @Override
            public StreamProxy proxy() {
                return proxy;
            }

            @Override
            public void put(String partitionKey, String data) {
                client.putRecord(request -> request.streamARN(ARN)
                                .partitionKey(partitionKey)
                                .data(SdkBytes.fromUtf8String(data)))
                        .join();
            }

            @Override
            public void split(String shardId) {
                Shard shard = client.listShards(request -> request.streamARN(ARN)).join().shards().stream()
                        .filter(listed -> listed.shardId().equals(shardId))
                        .findFirst()
                        .orElseThrow();
                BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                        .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                        .shiftRight(1);
                client.splitShard(request ->
                                request.streamARN(ARN).shardToSplit(shardId).newStartingHashKey(middle.toString()))
                        .join();
            }

            @Override
            public void merge(String shardId, String neighbour) {
                client.mergeShards(request ->
                                request.streamARN(ARN).shardToMerge(shardId).adjacentShardToMerge(neighbour))
                        .join();
            }

            @Override
            public Instant later() {
                Instant before = Instant.ofEpochMilli(clock.millis() + 1);
                await().until(() -> clock.instant().isAfter(before));
                return Instant.ofEpochMilli(clock.millis());
            }
        };
    }
}
