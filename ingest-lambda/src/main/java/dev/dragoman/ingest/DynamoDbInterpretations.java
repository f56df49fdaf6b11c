package dev.dragoman.ingest;

import static dev.dragoman.protocol.InterpretationItem.DURATION_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.InterpretationItem.MEDIA_END_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.MEDIA_START_MILLIS;
import static dev.dragoman.protocol.InterpretationItem.SESSION_LANGUAGE;
import static dev.dragoman.protocol.InterpretationItem.SKIPPED;
import static dev.dragoman.protocol.InterpretationItem.SOURCE_TEXT;
import static dev.dragoman.protocol.InterpretationItem.TEXT;

import dev.dragoman.protocol.InterpretationItem;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Interpretations in a DynamoDB table; reads are consistent. */
final class DynamoDbInterpretations implements Interpretations {

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbInterpretations(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public List<InterpretationItem> since(String sessionId, String language, long sinceMillis, int most)
            throws UnavailableException {
        try {
            // One page is enough: an item has a few hundred bytes, a page a megabyte.
            return dynamoDb
                    .query(request -> request.tableName(table)
                            .keyConditionExpression("#key = :key AND #start >= :since")
                            .expressionAttributeNames(Map.of("#key", SESSION_LANGUAGE, "#start", MEDIA_START_MILLIS))
                            .expressionAttributeValues(Map.of(
                                    ":key", AttributeValue.fromS(InterpretationItem.key(sessionId, language)),
                                    ":since", AttributeValue.fromN(Long.toString(sinceMillis))))
                            .consistentRead(true)
                            .limit(most))
                    .items()
                    .stream()
                    .map(DynamoDbInterpretations::interpretation)
                    .toList();
        } catch (SdkException e) {
            throw new UnavailableException("interpretation table", e);
        }
    }

    @Override
    public OptionalLong newest(String sessionId, String language) throws UnavailableException {
        try {
            return dynamoDb
                    .query(request -> request.tableName(table)
                            .keyConditionExpression("#key = :key")
                            .expressionAttributeNames(Map.of("#key", SESSION_LANGUAGE))
                            .expressionAttributeValues(
                                    Map.of(":key", AttributeValue.fromS(InterpretationItem.key(sessionId, language))))
                            .consistentRead(true)
                            .scanIndexForward(false)
                            .limit(1))
                    .items()
                    .stream()
                    .mapToLong(item -> Attributes.number(item, MEDIA_START_MILLIS))
                    .findFirst();
        } catch (SdkException e) {
            throw new UnavailableException("interpretation table", e);
        }
    }

    private static InterpretationItem interpretation(Map<String, AttributeValue> item) {
        AttributeValue skipped = item.get(SKIPPED);
        return new InterpretationItem(
                Attributes.text(item, SESSION_LANGUAGE),
                Attributes.number(item, MEDIA_START_MILLIS),
                Attributes.number(item, MEDIA_END_MILLIS),
                Attributes.number(item, DURATION_MILLIS),
                Attributes.text(item, TEXT),
                Attributes.text(item, SOURCE_TEXT),
                skipped == null ? null : skipped.s(),
                Attributes.number(item, EXPIRES_AT_SECONDS));
    }
}
