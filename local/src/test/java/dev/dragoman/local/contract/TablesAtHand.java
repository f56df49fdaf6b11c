package dev.dragoman.local.contract;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The system's tables, and a way into them that is not the one to be tested. */
final class TablesAtHand implements AutoCloseable {

    static final String REGION = "eu-central-1";

    private final LocalDynamoDb dynamoDb;
    private final DynamoDbClient client;

    private TablesAtHand(LocalDynamoDb dynamoDb, DynamoDbClient client) {
        this.dynamoDb = dynamoDb;
        this.client = client;
    }

    static TablesAtHand start() {
        Anybody.signs();
        LocalDynamoDb dynamoDb = LocalDynamoDb.start();
        DynamoDbClient client = DynamoDbClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(dynamoDb.endpoint())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        return new TablesAtHand(dynamoDb, client);
    }

    URI endpoint() {
        return dynamoDb.endpoint();
    }

    void put(ConnectionItem connection) {
        Map<String, AttributeValue> item = Map.of(
                ConnectionItem.CONNECTION_ID, AttributeValue.fromS(connection.connectionId()),
                ConnectionItem.SESSION_ID, AttributeValue.fromS(connection.sessionId()),
                ConnectionItem.LANGUAGE, AttributeValue.fromS(connection.language()),
                ConnectionItem.TICKET, AttributeValue.fromS(connection.ticket()),
                ConnectionItem.HERE, AttributeValue.fromBool(connection.here()),
                ConnectionItem.EXPIRES_AT_SECONDS, number(connection.expiresAtSeconds()));
        client.putItem(put -> put.tableName(Tables.DEFAULT.connections()).item(item));
    }

    void putLiveSession(String sessionId, String speakerConnectionId) {
        Map<String, AttributeValue> item = Map.of(
                SessionItem.SESSION_ID, AttributeValue.fromS(sessionId),
                SessionItem.SPEAKER_CONNECTION_ID, AttributeValue.fromS(speakerConnectionId),
                SessionItem.PHASE, AttributeValue.fromS(SessionPhase.LIVE.name()));
        client.putItem(put -> put.tableName(Tables.DEFAULT.sessions()).item(item));
    }

    boolean isLive(String sessionId) {
        Map<String, AttributeValue> item = client.getItem(get -> get.tableName(Tables.DEFAULT.sessions())
                        .key(Map.of(SessionItem.SESSION_ID, AttributeValue.fromS(sessionId))))
                .item();
        return SessionPhase.LIVE.name().equals(item.get(SessionItem.PHASE).s());
    }

    List<InterpretationItem> interpretations() {
        return client.scan(scan -> scan.tableName(Tables.DEFAULT.interpretations())).items().stream()
                .map(TablesAtHand::interpretation)
                .toList();
    }

    private static InterpretationItem interpretation(Map<String, AttributeValue> item) {
        return new InterpretationItem(
                item.get(InterpretationItem.SESSION_LANGUAGE).s(),
                Long.parseLong(item.get(InterpretationItem.MEDIA_START_MILLIS).n()),
                Long.parseLong(item.get(InterpretationItem.MEDIA_END_MILLIS).n()),
                Long.parseLong(item.get(InterpretationItem.DURATION_MILLIS).n()),
                item.get(InterpretationItem.TEXT).s(),
                item.get(InterpretationItem.SOURCE_TEXT).s(),
                item.containsKey(InterpretationItem.SKIPPED)
                        ? item.get(InterpretationItem.SKIPPED).s()
                        : null,
                Long.parseLong(item.get(InterpretationItem.EXPIRES_AT_SECONDS).n()));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    @Override
    public void close() {
        client.close();
        dynamoDb.close();
    }
}
