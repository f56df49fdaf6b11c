package dev.dragoman.ingest;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.protocol.ConnectionItem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbConnectionsITCase extends ConnectionsContract {

    private LocalDynamoDb server;
    private DynamoDbClient dynamoDb;

    @BeforeEach
    void start() {
        server = LocalDynamoDb.start();
        dynamoDb = LocalServices.at(server.endpoint()).dynamoDb();
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        server.close();
    }

    @Override
    Connections connections() {
        return new DynamoDbConnections(dynamoDb, "connections");
    }

    @Override
    List<String> of(String sessionId, String language) {
        return dynamoDb
                .query(request -> request.tableName("connections")
                        .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                        .keyConditionExpression("#session = :session AND #language = :language")
                        .expressionAttributeNames(
                                Map.of("#session", ConnectionItem.SESSION_ID, "#language", ConnectionItem.LANGUAGE))
                        .expressionAttributeValues(Map.of(
                                ":session", AttributeValue.fromS(sessionId),
                                ":language", AttributeValue.fromS(language))))
                .items()
                .stream()
                .map(item -> item.get(ConnectionItem.CONNECTION_ID).s())
                .toList();
    }
}
