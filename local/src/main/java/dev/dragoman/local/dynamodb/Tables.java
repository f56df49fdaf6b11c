package dev.dragoman.local.dynamodb;

import dev.dragoman.protocol.ConnectionItem;
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
 */
public record Tables(String sessions, String connections) {

    /** The names that one machine uses. */
    public static final Tables DEFAULT = new Tables("sessions", "connections");

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
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement element(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
