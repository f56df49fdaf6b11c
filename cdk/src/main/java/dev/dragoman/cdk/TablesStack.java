package dev.dragoman.cdk;

import dev.dragoman.protocol.TableLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * The tables, as {@link TableLayout} has them: paid by request, encrypted, and every item with a time
 * from which it may be deleted.
 */
final class TablesStack extends Part {

    private final Map<TableLayout, Table> tables = new HashMap<>();

    TablesStack(Construct scope, Deployment deployment) {
        super(scope, deployment, "tables", "who speaks, who listens, what was missed");
        TableLayout.ALL.forEach(layout -> tables.put(layout, table(layout)));
    }

    private Table table(TableLayout layout) {
        Table.Builder builder = Table.Builder.create(this, capitalised(layout.name()))
                .partitionKey(attribute(layout.partitionKey()))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .encryption(TableEncryption.AWS_MANAGED)
                .timeToLiveAttribute(layout.expiresAtSeconds())
                .removalPolicy(RemovalPolicy.DESTROY);
        if (layout.sortKey() != null) {
            builder.sortKey(attribute(layout.sortKey()));
        }
        Table table = builder.build();
        layout.indexes()
                .forEach(index -> table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                        .indexName(index.name())
                        .partitionKey(attribute(index.partitionKey()))
                        .sortKey(attribute(index.sortKey()))
                        .projectionType(ProjectionType.ALL)
                        .build()));
        Nag.accept(
                table,
                "AwsSolutions-DDB3",
                "Items live for a day at most; a talk can't be taken up again from yesterday's table");
        return table;
    }

    private static Attribute attribute(TableLayout.Key key) {
        return Attribute.builder()
                .name(key.attribute())
                .type(key.type() == TableLayout.Type.NUMBER ? AttributeType.NUMBER : AttributeType.STRING)
                .build();
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The table that is laid out so. */
    Table of(TableLayout layout) {
        return Objects.requireNonNull(tables.get(layout));
    }

    /** The ARN of a table's only index. */
    String indexOf(TableLayout layout) {
        return of(layout).getTableArn() + "/index/" + layout.indexes().get(0).name();
    }
}
