package dev.dragoman.ingest;

import static dev.dragoman.protocol.ConnectionItem.CONNECTION_ID;
import static dev.dragoman.protocol.ConnectionItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.ConnectionItem.LANGUAGE;
import static dev.dragoman.protocol.ConnectionItem.SESSION_ID;
import static dev.dragoman.protocol.ConnectionItem.SPEAKER;

import dev.dragoman.protocol.ConnectionItem;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Connections in a DynamoDB table; the roles are kept apart by conditions on the writes. */
final class DynamoDbConnections implements Connections {

    private static final String SERVICE = "connection table";

    private static final String BECOMES_SPEAKER =
            "attribute_not_exists(#connection) OR (#language = :speaker AND #session = :session)";
    private static final String BECOMES_LISTENER = "attribute_not_exists(#connection) OR #language <> :speaker";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbConnections(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public boolean add(ConnectionItem connection) throws UnavailableException {
        AttributeValue session = AttributeValue.fromS(connection.sessionId());
        AttributeValue speaker = AttributeValue.fromS(SPEAKER);
        boolean speaks = connection.language().equals(SPEAKER);
        try {
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(Map.of(
                            CONNECTION_ID, AttributeValue.fromS(connection.connectionId()),
                            SESSION_ID, session,
                            LANGUAGE, AttributeValue.fromS(connection.language()),
                            EXPIRES_AT_SECONDS, AttributeValue.fromN(Long.toString(connection.expiresAtSeconds()))))
                    .conditionExpression(speaks ? BECOMES_SPEAKER : BECOMES_LISTENER)
                    .expressionAttributeNames(
                            speaks
                                    ? Map.of(
                                            "#connection", CONNECTION_ID, "#language", LANGUAGE, "#session", SESSION_ID)
                                    : Map.of("#connection", CONNECTION_ID, "#language", LANGUAGE))
                    .expressionAttributeValues(
                            speaks ? Map.of(":speaker", speaker, ":session", session) : Map.of(":speaker", speaker)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public void remove(String connectionId) throws UnavailableException {
        try {
            dynamoDb.deleteItem(
                    request -> request.tableName(table).key(Map.of(CONNECTION_ID, AttributeValue.fromS(connectionId))));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }
}
