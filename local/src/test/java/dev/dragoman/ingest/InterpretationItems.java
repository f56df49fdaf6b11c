package dev.dragoman.ingest;

import dev.dragoman.protocol.InterpretationItem;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Puts interpretations into the table, as the job does. */
final class InterpretationItems {

    private InterpretationItems() {}

    static void put(DynamoDbClient dynamoDb, InterpretationItem item) {
        Map<String, AttributeValue> attributes = new HashMap<>(Map.of(
                InterpretationItem.SESSION_LANGUAGE, AttributeValue.fromS(item.sessionLanguage()),
                InterpretationItem.MEDIA_START_MILLIS, Attributes.number(item.mediaStartMillis()),
                InterpretationItem.MEDIA_END_MILLIS, Attributes.number(item.mediaEndMillis()),
                InterpretationItem.DURATION_MILLIS, Attributes.number(item.durationMillis()),
                InterpretationItem.TEXT, AttributeValue.fromS(item.text()),
                InterpretationItem.SOURCE_TEXT, AttributeValue.fromS(item.sourceText()),
                InterpretationItem.EXPIRES_AT_SECONDS, Attributes.number(item.expiresAtSeconds())));
        if (item.skipped() != null) {
            attributes.put(InterpretationItem.SKIPPED, AttributeValue.fromS(item.skipped()));
        }
        dynamoDb.putItem(request -> request.tableName("interpretations").item(attributes));
    }
}
