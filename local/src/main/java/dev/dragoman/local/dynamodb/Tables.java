package dev.dragoman.local.dynamodb;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.InterpretationItem;
import dev.dragoman.protocol.LimitItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.TableLayout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
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
        create(client, sessions, TableLayout.SESSIONS);
        create(client, connections, TableLayout.CONNECTIONS);
        create(client, limits, TableLayout.LIMITS);
        create(client, interpretations, TableLayout.INTERPRETATIONS);
    }

    private static void create(DynamoDbClient client, String name, TableLayout layout) {
        client.createTable(table -> {
            table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes(layout))
                    .keySchema(keys(layout.partitionKey(), layout.sortKey()));
            if (!layout.indexes().isEmpty()) {
                table.globalSecondaryIndexes(
                        layout.indexes().stream().map(Tables::index).toList());
            }
        });
        client.updateTimeToLive(request -> request.tableName(name)
                .timeToLiveSpecification(ttl -> ttl.enabled(true).attributeName(layout.expiresAtSeconds())));
    }

    private static GlobalSecondaryIndex index(TableLayout.Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(keys(index.partitionKey(), index.sortKey()))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .build();
    }

    private static List<AttributeDefinition> attributes(TableLayout layout) {
        Set<TableLayout.Key> keys = new LinkedHashSet<>();
        keys.add(layout.partitionKey());
        if (layout.sortKey() != null) {
            keys.add(layout.sortKey());
        }
        for (TableLayout.Index index : layout.indexes()) {
            keys.add(index.partitionKey());
            keys.add(index.sortKey());
        }
        return keys.stream().map(Tables::attribute).toList();
    }

    private static AttributeDefinition attribute(TableLayout.Key key) {
        return AttributeDefinition.builder()
                .attributeName(key.attribute())
                .attributeType(key.type() == TableLayout.Type.NUMBER ? ScalarAttributeType.N : ScalarAttributeType.S)
                .build();
    }

    private static List<KeySchemaElement> keys(TableLayout.Key partition, TableLayout.@Nullable Key sort) {
        KeySchemaElement first = element(partition, KeyType.HASH);
        return sort == null ? List.of(first) : List.of(first, element(sort, KeyType.RANGE));
    }

    private static KeySchemaElement element(TableLayout.Key key, KeyType type) {
        return KeySchemaElement.builder()
                .attributeName(key.attribute())
                .keyType(type)
                .build();
    }
}
