package dev.dragoman.job.watch;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ConditionalWrite;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Ends sessions as ingest does: first in the sessions table, so that nothing more is taken, then on the
 * stream. The one write to the table decides between this and a speaker who comes back at the same
 * moment: it is done only while the session's speaker is still the connection that is gone.
 */
public final class AwsSessionEnder implements SessionEnder {

    private static final int CONNECTIONS = 10;

    private final DynamoDbAsyncClient dynamoDb;
    private final KinesisAsyncClient kinesis;
    private final Places places;
    private final Clock clock;

    private AwsSessionEnder(DynamoDbAsyncClient dynamoDb, KinesisAsyncClient kinesis, Places places, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.kinesis = kinesis;
        this.places = places;
        this.clock = clock;
    }

    /**
     * What it works on.
     *
     * @param sessionsTable the sessions
     * @param connectionsTable who is connected
     * @param streamArn where events go
     */
    public record Places(String sessionsTable, String connectionsTable, String streamArn)
            implements java.io.Serializable {}

    /** Enders on tables and a stream. */
    public static ServiceFactory<SessionEnder> at(AwsEndpoint dynamoDb, AwsEndpoint kinesis, Places places) {
        return () -> new AwsSessionEnder(
                AwsClient.at(dynamoDb, DynamoDbAsyncClient.builder(), CONNECTIONS),
                AwsClient.at(kinesis, KinesisAsyncClient.builder(), CONNECTIONS),
                places,
                Clock.systemUTC());
    }

    @Override
    public CompletableFuture<Boolean> end(String sessionId) {
        return item(places.sessionsTable(), SessionItem.SESSION_ID, sessionId).thenCompose(session -> {
            if (session.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            if (SessionPhase.ENDED.name().equals(text(session, SessionItem.PHASE))) {
                return sayOnTheStream(sessionId);
            }
            String speaker = text(session, SessionItem.SPEAKER_CONNECTION_ID);
            return isConnected(speaker)
                    .thenCompose(connected ->
                            connected ? CompletableFuture.completedFuture(false) : endIfStill(sessionId, speaker));
        });
    }

    private CompletableFuture<Boolean> isConnected(String connectionId) {
        if (connectionId.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        return item(places.connectionsTable(), ConnectionItem.CONNECTION_ID, connectionId)
                .thenApply(item -> {
                    AttributeValue expires = item.get(ConnectionItem.EXPIRES_AT_SECONDS);
                    return expires != null && Long.parseLong(expires.n()) * 1_000 > clock.millis();
                });
    }

    private CompletableFuture<Boolean> endIfStill(String sessionId, String speaker) {
        var write = dynamoDb.updateItem(update -> update.tableName(places.sessionsTable())
                .key(key(SessionItem.SESSION_ID, sessionId))
                .updateExpression("SET #phase = :ended")
                .conditionExpression("#phase <> :ended AND #speaker = :speaker")
                .expressionAttributeNames(
                        Map.of("#phase", SessionItem.PHASE, "#speaker", SessionItem.SPEAKER_CONNECTION_ID))
                .expressionAttributeValues(Map.of(
                        ":ended", AttributeValue.fromS(SessionPhase.ENDED.name()),
                        ":speaker", AttributeValue.fromS(speaker))));
        return ConditionalWrite.done(write)
                .thenCompose(ended -> ended ? sayOnTheStream(sessionId) : CompletableFuture.completedFuture(false));
    }

    private CompletableFuture<Boolean> sayOnTheStream(String sessionId) {
        SessionEnded event = new SessionEnded(
                StreamEvent.VERSION, sessionId, clock.millis(), SessionEnded.UNKNOWN, SessionEnded.UNKNOWN);
        SdkBytes json = SdkBytes.fromByteArrayUnsafe(ProtocolJson.writeBytes(event));
        return AwsFailure.read(
                kinesis.putRecord(put -> put.streamARN(places.streamArn())
                        .partitionKey(sessionId)
                        .data(json)),
                done -> true);
    }

    private CompletableFuture<Map<String, AttributeValue>> item(String table, String keyName, String id) {
        return AwsFailure.read(
                dynamoDb.getItem(
                        get -> get.tableName(table).key(key(keyName, id)).consistentRead(true)),
                answer -> answer.hasItem() ? answer.item() : Map.of());
    }

    private static Map<String, AttributeValue> key(String name, String id) {
        return Map.of(name, AttributeValue.fromS(id));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    @Override
    public void close() {
        dynamoDb.close();
        kinesis.close();
    }
}
