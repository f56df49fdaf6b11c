package dev.dragoman.ingest;

import static dev.dragoman.protocol.SessionItem.CREATED_MILLIS;
import static dev.dragoman.protocol.SessionItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.SessionItem.PHASE;
import static dev.dragoman.protocol.SessionItem.SESSION_ID;
import static dev.dragoman.protocol.SessionItem.SOURCE_LANGUAGE;
import static dev.dragoman.protocol.SessionItem.SPEAKER_CONNECTION_ID;

import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Sessions in a DynamoDB table; reads are consistent, writes conditional. */
final class DynamoDbSessions implements Sessions {

    private static final String SERVICE = "session table";

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbSessions(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public boolean create(SessionItem session) throws UnavailableException {
        Map<String, AttributeValue> item = Map.of(
                SESSION_ID, AttributeValue.fromS(session.sessionId()),
                SPEAKER_CONNECTION_ID, AttributeValue.fromS(session.speakerConnectionId()),
                SOURCE_LANGUAGE, AttributeValue.fromS(session.sourceLanguage()),
                PHASE, AttributeValue.fromS(session.phase().name()),
                CREATED_MILLIS, AttributeValue.fromN(Long.toString(session.createdMillis())),
                EXPIRES_AT_SECONDS, AttributeValue.fromN(Long.toString(session.expiresAtSeconds())));
        try {
            // The second half is for the client's own retry after an answer was lost.
            dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#id) OR (#speaker = :speaker AND #created = :created)")
                    .expressionAttributeNames(
                            Map.of("#id", SESSION_ID, "#speaker", SPEAKER_CONNECTION_ID, "#created", CREATED_MILLIS))
                    .expressionAttributeValues(
                            Map.of(":speaker", item.get(SPEAKER_CONNECTION_ID), ":created", item.get(CREATED_MILLIS))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public Optional<SessionItem> find(String sessionId) throws UnavailableException {
        try {
            Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                            .key(Map.of(SESSION_ID, AttributeValue.fromS(sessionId)))
                            .consistentRead(true))
                    .item();
            return item.isEmpty() ? Optional.empty() : Optional.of(session(item));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public boolean end(String sessionId, String speakerConnectionId) throws UnavailableException {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(Map.of(SESSION_ID, AttributeValue.fromS(sessionId)))
                    .updateExpression("SET #state = :ended")
                    .conditionExpression("#speaker = :speaker")
                    .expressionAttributeNames(Map.of("#state", PHASE, "#speaker", SPEAKER_CONNECTION_ID))
                    .expressionAttributeValues(Map.of(
                            ":ended", AttributeValue.fromS(SessionPhase.ENDED.name()),
                            ":speaker", AttributeValue.fromS(speakerConnectionId))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    private static SessionItem session(Map<String, AttributeValue> item) {
        return new SessionItem(
                attribute(item, SESSION_ID).s(),
                "",
                attribute(item, SPEAKER_CONNECTION_ID).s(),
                attribute(item, SOURCE_LANGUAGE).s(),
                SessionPhase.valueOf(attribute(item, PHASE).s()),
                null,
                Integer.MAX_VALUE,
                Long.parseLong(attribute(item, CREATED_MILLIS).n()),
                Long.parseLong(attribute(item, EXPIRES_AT_SECONDS).n()));
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("an item of the session table has no " + name);
        }
        return value;
    }
}
