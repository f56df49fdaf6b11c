package dev.dragoman.local.dynamodb;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.LimitItem;
import dev.dragoman.protocol.SessionItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The tables of the system, as they are on AWS.
 *
 * @param sessions the name of the table of {@link SessionItem}
 * @param connections the name of the table of {@link ConnectionItem}
 * @param limits the name of the table of {@link LimitItem}
 * @param interpretations the name of the table of {@link InterpretationItem}
 */
public record Tables(String sessions, String connections, String limits, String interpretations) {

    /** The names that one machine uses. */
    public static final Tables DEFAULT = new Tables("sessions", "connections", "limits", "interpretations");

    void create(DynamoDbClient client) {
        client.createTable(table -> key(table.tableName(sessions), SessionItem.SESSION_ID));
        expire(client, sessions, SessionItem.EXPIRES_AT_SECONDS);
        client.createTable(table -> key(table.tableName(connections), ConnectionItem.CONNECTION_ID)
                .attributeDefinitions(
                        text(ConnectionItem.CONNECTION_ID),
                        text(ConnectionItem.SESSION_ID),
                        text(ConnectionItem.LANGUAGE))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                        .keySchema(
                                element(ConnectionItem.SESSION_ID, KeyType.HASH),
                                element(ConnectionItem.LANGUAGE, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
        expire(client, connections, ConnectionItem.EXPIRES_AT_SECONDS);
        client.createTable(table -> key(table.tableName(limits), LimitItem.LIMIT));
        expire(client, limits, LimitItem.EXPIRES_AT_SECONDS);
        client.createTable(table -> key(table.tableName(interpretations), InterpretationItem.SESSION_LANGUAGE)
                .attributeDefinitions(
                        text(InterpretationItem.SESSION_LANGUAGE), number(InterpretationItem.MEDIA_START_MILLIS))
                .keySchema(
                        element(InterpretationItem.SESSION_LANGUAGE, KeyType.HASH),
                        element(InterpretationItem.MEDIA_START_MILLIS, KeyType.RANGE)));
        expire(client, interpretations, InterpretationItem.EXPIRES_AT_SECONDS);
    }

    private static CreateTableRequest.Builder key(CreateTableRequest.Builder table, String partitionKey) {
        return table.billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(text(partitionKey))
                .keySchema(element(partitionKey, KeyType.HASH));
    }

    private static void expire(DynamoDbClient client, String table, String attribute) {
        client.updateTimeToLive(request -> request.tableName(table)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(attribute)));
    }

    private static AttributeDefinition text(String name) {
        return attribute(name, ScalarAttributeType.S);
    }

    private static AttributeDefinition number(String name) {
        return attribute(name, ScalarAttributeType.N);
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
