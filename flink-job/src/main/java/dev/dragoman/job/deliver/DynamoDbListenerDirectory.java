package dev.dragoman.job.deliver;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.S3Keys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The connections table. Reads its index over (session, language), which follows the table within
 * moments.
 *
 * <p>An item past its expiry that DynamoDB has not deleted yet counts as there: telling a connection
 * that is gone finds that out.
 */
public final class DynamoDbListenerDirectory implements ListenerDirectory {

    private static final int CONNECTIONS = 50;

    private static final String OF_SESSION = "sessionId = :session";
    private static final String OF_LANGUAGE = "sessionId = :session AND #language = :language";
    private static final String AFTER_LANGUAGE = "sessionId = :session AND #language > :language";

    private final DynamoDbAsyncClient client;
    private final String table;

    private DynamoDbListenerDirectory(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** Directories over a connections table. */
    public static ServiceFactory<ListenerDirectory> at(AwsEndpoint endpoint, String table) {
        return () -> new DynamoDbListenerDirectory(
                AwsClient.at(endpoint, DynamoDbAsyncClient.builder(), CONNECTIONS), table);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Leaps from each language to the next one, an item at a time: as cheap with ten thousand
     * listeners as with one.
     */
    @Override
    public CompletableFuture<Set<String>> languages(String sessionId) {
        return languagesAfter(ConnectionItem.SPEAKER, sessionId, new HashSet<>());
    }

    private CompletableFuture<Set<String>> languagesAfter(String last, String sessionId, Set<String> found) {
        QueryRequest next = query(AFTER_LANGUAGE, sessionId, last).limit(1).build();
        return AwsFailure.read(client.query(next), QueryResponse::items).thenCompose(items -> {
            if (items.isEmpty()) {
                return CompletableFuture.completedFuture(found);
            }
            String language = text(items.get(0), ConnectionItem.LANGUAGE);
            if (S3Keys.LANGUAGE.matcher(language).matches()) {
                found.add(language);
            }
            return languagesAfter(language, sessionId, found);
        });
    }

    @Override
    public CompletableFuture<List<String>> connections(String sessionId, String language) {
        return pages(query(OF_LANGUAGE, sessionId, language), Map.of(), new ArrayList<>());
    }

    @Override
    public CompletableFuture<List<String>> everyone(String sessionId) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                .keyConditionExpression(OF_SESSION)
                .expressionAttributeValues(Map.of(":session", AttributeValue.fromS(sessionId)));
        return pages(query, Map.of(), new ArrayList<>());
    }

    private CompletableFuture<List<String>> pages(
            QueryRequest.Builder query, Map<String, AttributeValue> after, List<String> found) {
        QueryRequest page = (after.isEmpty() ? query : query.exclusiveStartKey(after)).build();
        return AwsFailure.read(client.query(page), answer -> answer).thenCompose(answer -> {
            for (Map<String, AttributeValue> item : answer.items()) {
                found.add(text(item, ConnectionItem.CONNECTION_ID));
            }
            return answer.hasLastEvaluatedKey() && !answer.lastEvaluatedKey().isEmpty()
                    ? pages(query, answer.lastEvaluatedKey(), found)
                    : CompletableFuture.completedFuture(found);
        });
    }

    /** An attribute that is in the index, as a key of it or of the table. */
    private static String text(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        if (value == null) {
            throw new CompletionException(ServiceException.refused("the index lacks " + attribute));
        }
        return value.s();
    }

    /** "language" is a reserved word of DynamoDB. */
    private QueryRequest.Builder query(String condition, String sessionId, String language) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                .keyConditionExpression(condition)
                .expressionAttributeNames(Map.of("#language", ConnectionItem.LANGUAGE))
                .expressionAttributeValues(Map.of(
                        ":session", AttributeValue.fromS(sessionId), ":language", AttributeValue.fromS(language)));
    }

    @Override
    public CompletableFuture<Void> remove(String connectionId) {
        Map<String, AttributeValue> key = Map.of(ConnectionItem.CONNECTION_ID, AttributeValue.fromS(connectionId));
        return AwsFailure.read(
                client.deleteItem(delete -> delete.tableName(table).key(key)), gone -> null);
    }

    @Override
    public void close() {
        client.close();
    }
}
