package dev.dragoman.job.watch;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.ConnectionItem;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The connections table, counted. Nobody keeps a count that could go wrong: whoever is in the table,
 * is here and has not expired counts, however they came and went.
 */
public final class DynamoDbAttendance implements Attendance {

    private static final int CONNECTIONS = 50;

    private final DynamoDbAsyncClient client;
    private final String table;
    private final Clock clock;

    private DynamoDbAttendance(DynamoDbAsyncClient client, String table, Clock clock) {
        this.client = client;
        this.table = table;
        this.clock = clock;
    }

    /** The attendance in a connections table. */
    public static ServiceFactory<Attendance> at(AwsEndpoint endpoint, String table) {
        return () -> new DynamoDbAttendance(
                AwsClient.at(endpoint, DynamoDbAsyncClient.builder(), CONNECTIONS), table, Clock.systemUTC());
    }

    @Override
    public CompletableFuture<Present> of(String sessionId) {
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table)
                .indexName(ConnectionItem.SESSION_LANGUAGE_INDEX)
                .keyConditionExpression("sessionId = :session")
                .filterExpression("#expires > :now AND #here = :here")
                .projectionExpression("#language")
                .expressionAttributeNames(Map.of(
                        "#expires", ConnectionItem.EXPIRES_AT_SECONDS,
                        "#here", ConnectionItem.HERE,
                        "#language", ConnectionItem.LANGUAGE))
                .expressionAttributeValues(Map.of(
                        ":session", AttributeValue.fromS(sessionId),
                        ":now", AttributeValue.fromN(Long.toString(clock.millis() / 1_000)),
                        ":here", AttributeValue.fromBool(true)));
        return pages(query, Map.of(), new HashMap<>());
    }

    private CompletableFuture<Present> pages(
            QueryRequest.Builder query, Map<String, AttributeValue> after, Map<String, Integer> counted) {
        QueryRequest page = (after.isEmpty() ? query : query.exclusiveStartKey(after)).build();
        return AwsFailure.read(client.query(page), answer -> answer).thenCompose(answer -> {
            for (Map<String, AttributeValue> item : answer.items()) {
                AttributeValue language = item.get(ConnectionItem.LANGUAGE);
                if (language != null) {
                    counted.merge(language.s(), 1, Integer::sum);
                }
            }
            return answer.hasLastEvaluatedKey() && !answer.lastEvaluatedKey().isEmpty()
                    ? pages(query, answer.lastEvaluatedKey(), counted)
                    : CompletableFuture.completedFuture(present(counted));
        });
    }

    private static Present present(Map<String, Integer> counted) {
        boolean speaker = counted.remove(ConnectionItem.SPEAKER) != null;
        return new Present(Map.copyOf(counted), speaker);
    }

    @Override
    public void close() {
        client.close();
    }
}
