package dev.dragoman.job.deliver;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ConditionalWrite;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.SessionItem;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The delivery log in the sessions table: an attribute for each language in the session's item, with
 * which it expires. Reads are consistent; a write is conditional, so it never goes back and never
 * makes an item of a session that is forgotten.
 */
public final class DynamoDbDeliveryLog implements DeliveryLog {

    private static final int CONNECTIONS = 50;

    private static final String ONLY_FORWARD =
            "attribute_exists(#session) AND (attribute_not_exists(#until) OR #until < :until)";

    private final DynamoDbAsyncClient client;
    private final String table;

    private DynamoDbDeliveryLog(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** Logs in a sessions table. */
    public static ServiceFactory<DeliveryLog> at(AwsEndpoint endpoint, String table) {
        return () -> new DynamoDbDeliveryLog(AwsClient.at(endpoint, DynamoDbAsyncClient.builder(), CONNECTIONS), table);
    }

    @Override
    public CompletableFuture<Map<String, Long>> toldUntil(String sessionId) {
        return AwsFailure.read(
                client.getItem(get -> get.tableName(table).key(key(sessionId)).consistentRead(true)),
                answer -> read(answer.item()));
    }

    private static Map<String, Long> read(Map<String, AttributeValue> item) {
        Map<String, Long> toldUntil = new HashMap<>();
        item.forEach((name, value) -> {
            if (name.startsWith(SessionItem.TOLD_UNTIL) && value.n() != null) {
                toldUntil.put(name.substring(SessionItem.TOLD_UNTIL.length()), Long.valueOf(value.n()));
            }
        });
        return toldUntil;
    }

    @Override
    public CompletableFuture<Void> told(String sessionId, String language, long mediaMillis) {
        CompletableFuture<UpdateItemResponse> call = client.updateItem(update -> update.tableName(table)
                .key(key(sessionId))
                .updateExpression("SET #until = :until")
                .conditionExpression(ONLY_FORWARD)
                .expressionAttributeNames(
                        Map.of("#session", SessionItem.SESSION_ID, "#until", SessionItem.TOLD_UNTIL + language))
                .expressionAttributeValues(Map.of(":until", AttributeValue.fromN(Long.toString(mediaMillis)))));
        return ConditionalWrite.done(call).thenApply(notedOrFurther -> null);
    }

    private static Map<String, AttributeValue> key(String sessionId) {
        return Map.of(SessionItem.SESSION_ID, AttributeValue.fromS(sessionId));
    }

    @Override
    public void close() {
        client.close();
    }
}
