package dev.dragoman.ingest;

import static dev.dragoman.protocol.ConnectionItem.CONNECTION_ID;
import static dev.dragoman.protocol.ConnectionItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.ConnectionItem.HERE;
import static dev.dragoman.protocol.ConnectionItem.LANGUAGE;
import static dev.dragoman.protocol.ConnectionItem.SESSION_ID;
import static dev.dragoman.protocol.ConnectionItem.SESSION_LANGUAGE_INDEX;
import static dev.dragoman.protocol.ConnectionItem.SPEAKER;
import static dev.dragoman.protocol.ConnectionItem.TICKET;

import dev.dragoman.protocol.ConnectionItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Connections in a DynamoDB table; the roles are kept apart by conditions on the writes. Items are
 * read consistently, numbers of listeners from the index, which is a moment behind.
 */
final class DynamoDbConnections implements Connections {

    private static final String SERVICE = "connection table";

    static final String BECOMES_SPEAKER =
            "attribute_not_exists(#connection) OR (#language = :speaker AND #session = :session)";
    private static final String BECOMES_LISTENER = "attribute_not_exists(#connection) OR #language <> :speaker";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbConnections(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<ConnectionItem> find(String connectionId) throws UnavailableException {
        try {
            Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                            request.tableName(table).key(key(connectionId)).consistentRead(true))
                    .item();
            return item.isEmpty() ? Optional.empty() : Optional.of(connection(item));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public boolean add(ConnectionItem connection) throws UnavailableException {
        AttributeValue speaker = AttributeValue.fromS(SPEAKER);
        boolean speaks = connection.language().equals(SPEAKER);
        return ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.putItem(request -> request.tableName(table)
                        .item(item(connection))
                        .conditionExpression(speaks ? BECOMES_SPEAKER : BECOMES_LISTENER)
                        .expressionAttributeNames(
                                speaks
                                        ? Map.of(
                                                "#connection",
                                                CONNECTION_ID,
                                                "#language",
                                                LANGUAGE,
                                                "#session",
                                                SESSION_ID)
                                        : Map.of("#connection", CONNECTION_ID, "#language", LANGUAGE))
                        .expressionAttributeValues(
                                speaks
                                        ? Map.of(
                                                ":speaker",
                                                speaker,
                                                ":session",
                                                AttributeValue.fromS(connection.sessionId()))
                                        : Map.of(":speaker", speaker))));
    }

    @Override
    public Optional<ConnectionItem> changeLanguage(
            String connectionId, String sessionId, String language, long expiresAtSeconds) throws UnavailableException {
        return changed(() -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(connectionId))
                        .updateExpression("SET #language = :language, #expires = :expires")
                        .conditionExpression("#session = :session AND #language <> :speaker AND #here = :here")
                        .expressionAttributeNames(Map.of(
                                "#language", LANGUAGE,
                                "#here", HERE,
                                "#expires", EXPIRES_AT_SECONDS,
                                "#session", SESSION_ID))
                        .expressionAttributeValues(Map.of(
                                ":language", AttributeValue.fromS(language),
                                ":here", AttributeValue.fromBool(true),
                                ":expires", Attributes.number(expiresAtSeconds),
                                ":session", AttributeValue.fromS(sessionId),
                                ":speaker", AttributeValue.fromS(SPEAKER)))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes());
    }

    @Override
    public boolean replace(ConnectionItem earlier, ConnectionItem now) throws UnavailableException {
        Delete before = Delete.builder()
                .tableName(table)
                .key(key(earlier.connectionId()))
                .conditionExpression("#ticket = :ticket AND #language = :language AND #session = :session")
                .expressionAttributeNames(Map.of("#ticket", TICKET, "#language", LANGUAGE, "#session", SESSION_ID))
                .expressionAttributeValues(Map.of(
                        ":ticket", AttributeValue.fromS(earlier.ticket()),
                        ":language", AttributeValue.fromS(earlier.language()),
                        ":session", AttributeValue.fromS(earlier.sessionId())))
                .build();
        Put after = Put.builder()
                .tableName(table)
                .item(item(now))
                .conditionExpression("attribute_not_exists(#connection)")
                .expressionAttributeNames(Map.of("#connection", CONNECTION_ID))
                .build();
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(
                    TransactWriteItem.builder().delete(before).build(),
                    TransactWriteItem.builder().put(after).build()));
            return true;
        } catch (TransactionCanceledException e) {
            return false;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public Optional<ConnectionItem> alive(String connectionId, long expiresAtSeconds) throws UnavailableException {
        return changed(() -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(connectionId))
                        .updateExpression("SET #expires = :expires")
                        .conditionExpression("#here = :here")
                        .expressionAttributeNames(Map.of("#here", HERE, "#expires", EXPIRES_AT_SECONDS))
                        .expressionAttributeValues(Map.of(
                                ":here", AttributeValue.fromBool(true),
                                ":expires", Attributes.number(expiresAtSeconds)))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes());
    }

    @Override
    public void lost(String connectionId, long keptUntilSeconds) throws UnavailableException {
        boolean listened = ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(connectionId))
                        .updateExpression("SET #here = :gone, #expires = :expires")
                        .conditionExpression("#here = :here AND #language <> :speaker")
                        .expressionAttributeNames(
                                Map.of("#here", HERE, "#expires", EXPIRES_AT_SECONDS, "#language", LANGUAGE))
                        .expressionAttributeValues(Map.of(
                                ":here", AttributeValue.fromBool(true),
                                ":gone", AttributeValue.fromBool(false),
                                ":expires", Attributes.number(keptUntilSeconds),
                                ":speaker", AttributeValue.fromS(SPEAKER)))));
        if (!listened) {
            boolean unused = ConditionalWrite.done(
                    SERVICE,
                    () -> dynamoDb.deleteItem(request -> request.tableName(table)
                            .key(key(connectionId))
                            .conditionExpression("#language = :speaker")
                            .expressionAttributeNames(Map.of("#language", LANGUAGE))
                            .expressionAttributeValues(Map.of(":speaker", AttributeValue.fromS(SPEAKER)))));
        }
    }

    @Override
    public boolean leave(String connectionId, String sessionId) throws UnavailableException {
        return ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.deleteItem(request -> request.tableName(table)
                        .key(key(connectionId))
                        .conditionExpression(
                                "attribute_not_exists(#connection) OR (#session = :session AND #language <> :speaker)")
                        .expressionAttributeNames(
                                Map.of("#connection", CONNECTION_ID, "#session", SESSION_ID, "#language", LANGUAGE))
                        .expressionAttributeValues(Map.of(
                                ":session",
                                AttributeValue.fromS(sessionId),
                                ":speaker",
                                AttributeValue.fromS(SPEAKER)))));
    }

    @Override
    public Map<String, Integer> listeners(String sessionId, long nowSeconds) throws UnavailableException {
        Map<String, Integer> byLanguage = new HashMap<>();
        try {
            dynamoDb.queryPaginator(request -> request.tableName(table)
                            .indexName(SESSION_LANGUAGE_INDEX)
                            .keyConditionExpression("#session = :session")
                            // The language is a key of the index, and no filter may name one.
                            .filterExpression("#here = :here AND #expires > :now")
                            .projectionExpression("#language")
                            .expressionAttributeNames(Map.of(
                                    "#session", SESSION_ID,
                                    "#here", HERE,
                                    "#expires", EXPIRES_AT_SECONDS,
                                    "#language", LANGUAGE))
                            .expressionAttributeValues(Map.of(
                                    ":session", AttributeValue.fromS(sessionId),
                                    ":here", AttributeValue.fromBool(true),
                                    ":now", Attributes.number(nowSeconds))))
                    .items()
                    .forEach(item -> byLanguage.merge(Attributes.text(item, LANGUAGE), 1, Integer::sum));
            byLanguage.remove(SPEAKER);
            return byLanguage;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    static Map<String, AttributeValue> key(String connectionId) {
        return Map.of(CONNECTION_ID, AttributeValue.fromS(connectionId));
    }

    static Map<String, AttributeValue> item(ConnectionItem connection) {
        return Map.of(
                CONNECTION_ID, AttributeValue.fromS(connection.connectionId()),
                SESSION_ID, AttributeValue.fromS(connection.sessionId()),
                LANGUAGE, AttributeValue.fromS(connection.language()),
                TICKET, AttributeValue.fromS(connection.ticket()),
                HERE, AttributeValue.fromBool(connection.here()),
                EXPIRES_AT_SECONDS, Attributes.number(connection.expiresAtSeconds()));
    }

    private static ConnectionItem connection(Map<String, AttributeValue> item) {
        return new ConnectionItem(
                Attributes.text(item, CONNECTION_ID),
                Attributes.text(item, SESSION_ID),
                Attributes.text(item, LANGUAGE),
                Attributes.text(item, TICKET),
                Attributes.of(item, HERE).bool(),
                Attributes.number(item, EXPIRES_AT_SECONDS));
    }

    private static Optional<ConnectionItem> changed(Supplier<Map<String, AttributeValue>> write)
            throws UnavailableException {
        try {
            return Optional.of(connection(write.get()));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }
}
