package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.watch.AwsSessionEnder;
import dev.dragoman.job.watch.SessionEnder;
import dev.dragoman.job.watch.SessionEnderContract;
import dev.dragoman.local.calls.CallsAreListed;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.kinesis.LocalKinesis;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolException;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.StreamEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

@ExtendWith(CallsAreListed.class)
class SessionEnderAtLocalEndpointsTest extends SessionEnderContract {

    private static final String STREAM = "events";

    private static TablesAtHand tables;
    private static LocalKinesis kinesis;
    private static KinesisClient reader;
    private static SessionEnder ender;

    @BeforeAll
    static void start() {
        tables = TablesAtHand.start();
        kinesis = LocalKinesis.start(LocalKinesis.Settings.defaults().withStream(STREAM, 1));
        reader = KinesisClient.builder()
                .region(Region.of(TablesAtHand.REGION))
                .endpointOverride(kinesis.endpoint())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        ender = AwsSessionEnder.at(
                        AwsEndpoint.of(TablesAtHand.REGION, tables.endpoint()),
                        AwsEndpoint.of(TablesAtHand.REGION, kinesis.endpoint()),
                        new AwsSessionEnder.Places(
                                Tables.DEFAULT.sessions(),
                                Tables.DEFAULT.connections(),
                                "arn:aws:kinesis:" + TablesAtHand.REGION + ":000000000000:stream/" + STREAM))
                .create();
    }

    @AfterAll
    static void stop() {
        ender.close();
        reader.close();
        kinesis.close();
        tables.close();
    }

    @Override
    protected SessionEnder ender() {
        return ender;
    }

    @Override
    protected void begins(String sessionId, String speakerConnectionId) {
        tables.putLiveSession(sessionId, speakerConnectionId);
    }

    @Override
    protected void connects(String sessionId, String connectionId) {
        tables.put(new ConnectionItem(connectionId, sessionId, ConnectionItem.SPEAKER, "", true, 4_000_000_000L));
    }

    @Override
    protected boolean isLive(String sessionId) {
        return tables.isLive(sessionId);
    }

    @Override
    protected int saidEnds(String sessionId) {
        String shard = reader.listShards(list -> list.streamName(STREAM))
                .shards()
                .get(0)
                .shardId();
        String start = reader.getShardIterator(
                        get -> get.streamName(STREAM).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        return (int) reader.getRecords(get -> get.shardIterator(start)).records().stream()
                .map(Record::data)
                .map(SessionEnderAtLocalEndpointsTest::event)
                .filter(event ->
                        event instanceof SessionEnded && event.sessionId().equals(sessionId))
                .count();
    }

    private static StreamEvent event(SdkBytes data) {
        try {
            return ProtocolJson.readStreamEvent(data.asByteArray());
        } catch (ProtocolException e) {
            throw new AssertionError("no event of the protocol", e);
        }
    }
}
