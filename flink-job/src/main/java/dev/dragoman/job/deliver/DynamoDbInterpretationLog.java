package dev.dragoman.job.deliver;

import static dev.dragoman.protocol.InterpretationItem.DURATION_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.InterpretationItem.MEDIA_END_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.MEDIA_START_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.SESSION_LANGUAGE;
import static dev.dragoman.protocol.InterpretationItem.SKIPPED;
import static dev.dragoman.protocol.InterpretationItem.SOURCE_TEXT;
import static dev.dragoman.protocol.InterpretationItem.TEXT;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.protocol.InterpretationItem;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Interpretations in a DynamoDB table, from which they expire. */
public final class DynamoDbInterpretationLog implements InterpretationLog {

    private static final int CONNECTIONS = 50;

    private final DynamoDbAsyncClient client;
    private final String table;

    private DynamoDbInterpretationLog(DynamoDbAsyncClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** Logs in an interpretations table. */
    public static ServiceFactory<InterpretationLog> at(AwsEndpoint endpoint, String table) {
        return () -> new DynamoDbInterpretationLog(
                AwsClient.at(endpoint, DynamoDbAsyncClient.builder(), CONNECTIONS), table);
    }

    @Override
    public CompletableFuture<Void> keep(InterpretationItem interpretation) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(SESSION_LANGUAGE, AttributeValue.fromS(interpretation.sessionLanguage()));
        item.put(MEDIA_START_MILLIS, number(interpretation.mediaStartMillis()));
        item.put(MEDIA_END_MILLIS, number(interpretation.mediaEndMillis()));
        item.put(DURATION_MILLIS, number(interpretation.durationMillis()));
        item.put(TEXT, AttributeValue.fromS(interpretation.text()));
        item.put(SOURCE_TEXT, AttributeValue.fromS(interpretation.sourceText()));
        item.put(EXPIRES_AT_SECONDS, number(interpretation.expiresAtSeconds()));
        if (interpretation.skipped() != null) {
            item.put(SKIPPED, AttributeValue.fromS(interpretation.skipped()));
        }
        return AwsFailure.read(client.putItem(put -> put.tableName(table).item(item)), done -> null);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    @Override
    public void close() {
        client.close();
    }
}
