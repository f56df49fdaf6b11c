package dev.dragoman.job.deliver;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ConditionalWrite;
import dev.dragoman.job.service.ServiceException;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.S3Keys;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * The connections table. Reads its index over (session, language), which follows the table within
 * moments.
 *
 * <p>An item past its expiry counts as gone, though DynamoDB deletes it days later. One that says that
 * nobody is here any more is told nothing, but its language still counts: who comes back can ask for
 * what was missed.
 */
public final class DynamoDbListenerDirectory implements ListenerDirectory {

    private static final int CONNECTIONS = 50;

    private static final String OF_SESSION = "sessionId = :session";
    private static final String OF_LANGUAGE = "sessionId = :session AND #language = :language";
    private static final String AFTER_LANGUAGE = "sessionId = :session AND #language > :language";

    private static final String COUNTS = "#expires > :now";
    private static final String IS_HERE = COUNTS + " AND #here = :here";

    /** Items read at once in search of one that counts, behind those that no longer do. */
    private static final int SEARCHED = 100;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Clock clock;

    private DynamoDbListenerDirectory(DynamoDbAsyncClient client, String table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    /** Directories over a connections table. */
    public static ServiceFactory<ListenerDirectory> at(AwsEndpoint endpoint, String table) {
        return () -> new DynamoDbListenerDirectory(
                AwsClient.at(endpoint, DynamoDbAsyncClient.builder(), CONNECTIONS), table, Clock.systemUTC());
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
        return next(query(AFTER_LANGUAGE, sessionId, last, false), 1, Map.of()).thenCompose(item -> {
            if (item.isEmpty()) {
                return CompletableFuture.completedFuture(found);
            }
            String language = text(item, ConnectionItem.LANGUAGE);
            if (S3Keys.LANGUAGE.matcher(language).matches()) {
                found.add(language);
            }
            return languagesAfter(language, sessionId, found);
        });
    }

    /** The first item that passes the query's filter; empty if there is none. */
    private CompletableFuture<Map<String, AttributeValue>> next(
            QueryRequest.Builder query, int atOnce, Map<String, AttributeValue> after) {
        QueryRequest page = (after.isEmpty() ? query : query.exclusiveStartKey(after))
                .limit(atOnce)
                .build();
        return AwsFailure.read(client.query(page), answer -> answer).thenCompose(answer -> {
            if (!answer.items().isEmpty()) {
                return CompletableFuture.completedFuture(answer.items().get(0));
            }
            return isLast(answer)
                    ? CompletableFuture.completedFuture(Map.of())
                    : next(query, SEARCHED, answer.lastEvaluatedKey());
        });
    }

    private static boolean isLast(QueryResponse answer) {
        return !answer.hasLastEvaluatedKey() || answer.lastEvaluatedKey().isEmpty();
    }

    @Override
    public CompletableFuture<List<String>> connections(String sessionId, String language) {
        return pages(query(OF_LANGUAGE, sessionId, language, true), Map.of(), new ArrayList<>());
    }

    @Override
    public CompletableFuture<List<String>> everyone(String sessionId) {
        return pages(query(OF_SESSION, sessionId, null, true), Map.of(), new ArrayList<>());
    }

    private CompletableFuture<List<String>> pages(
            QueryRequest.Builder query, Map<String, AttributeValue> after, List<String> found) {
        QueryRequest page = (after.isEmpty() ? query : query.exclusiveStartKey(after)).build();
        return AwsFailure.read(client.query(page), answer -> answer).thenCompose(answer -> {
            for (Map<String, AttributeValue> item : answer.items()) {
                found.add(text(item, ConnectionItem.CONNECTION_ID));
            }
            return isLast(answer)
                    ? CompletableFuture.completedFuture(found)
                    : pages(query, answer.lastEvaluatedKey(), found);
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

    /** A query of the index for items that count; "language" is a reserved word of DynamoDB. */
    private QueryRequest.Builder query(String condition, String sessionId, @Nullable String language, boolean here) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":session", AttributeValue.fromS(sessionId));
        names.put("#expires", ConnectionItem.EXPIRES_AT_SECONDS);
        values.put(":now", AttributeValue.fromN(Long.toString(nowSeconds())));
        if (language != null) {
            names.put("#language", ConnectionItem.LANGUAGE);
            values.put(":language", AttributeValue.fromS(language));
        }
        if (here) {
            names.put("#here", ConnectionItem.HERE);
            values.put(":here", AttributeValue.fromBool(true));
        }
        return QueryRequest.builder()
                .tableName(table)
                .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                .keyConditionExpression(condition)
                .filterExpression(here ? IS_HERE : COUNTS)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values);
    }

    private long nowSeconds() {
        return clock.millis() / 1_000;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A listener's item says so for a while before it goes, a speaker's goes at once.
     */
    @Override
    public CompletableFuture<Void> remove(String connectionId) {
        Map<String, AttributeValue> key = Map.of(ConnectionItem.CONNECTION_ID, AttributeValue.fromS(connectionId));
        CompletableFuture<UpdateItemResponse> marked = client.updateItem(update -> update.tableName(table)
                .key(key)
                .updateExpression("SET #here = :gone, #expires = :soon")
                .conditionExpression("#here = :here AND #language <> :speaker")
                .expressionAttributeNames(Map.of(
                        "#here", ConnectionItem.HERE,
                        "#expires", ConnectionItem.EXPIRES_AT_SECONDS,
                        "#language", ConnectionItem.LANGUAGE))
                .expressionAttributeValues(Map.of(
                        ":here", AttributeValue.fromBool(true),
                        ":gone", AttributeValue.fromBool(false),
                        ":soon", AttributeValue.fromN(Long.toString(nowSeconds() + ConnectionItem.KEPT_SECONDS)),
                        ":speaker", AttributeValue.fromS(ConnectionItem.SPEAKER))));
        return ConditionalWrite.done(marked)
                .thenCompose(isMarked -> isMarked
                        ? CompletableFuture.completedFuture(null)
                        : ConditionalWrite.done(client.deleteItem(delete -> delete.tableName(table)
                                        .key(key)
                                        .conditionExpression("#language = :speaker")
                                        .expressionAttributeNames(Map.of("#language", ConnectionItem.LANGUAGE))
                                        .expressionAttributeValues(
                                                Map.of(":speaker", AttributeValue.fromS(ConnectionItem.SPEAKER)))))
                                .thenApply(deletedOrGone -> null));
    }

    @Override
    public void close() {
        client.close();
    }
}
