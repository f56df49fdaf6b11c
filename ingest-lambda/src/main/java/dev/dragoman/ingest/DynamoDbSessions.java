package dev.dragoman.ingest;

import static dev.dragoman.protocol.SessionItem.CREATED_MILLIS;
import static dev.dragoman.protocol.SessionItem.EXPIRES_AT_SECONDS;
import static dev.dragoman.protocol.SessionItem.MOST_LISTENERS;
import static dev.dragoman.protocol.SessionItem.OWNER;
import static dev.dragoman.protocol.SessionItem.PASSCODE_HASH;
import static dev.dragoman.protocol.SessionItem.PHASE;
import static dev.dragoman.protocol.SessionItem.SESSION_ID;
import static dev.dragoman.protocol.SessionItem.SOURCE_LANGUAGE;
import static dev.dragoman.protocol.SessionItem.SPEAKER_CONNECTION_ID;
import static dev.dragoman.protocol.SessionItem.TRANSCRIPT;

import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Sessions in a DynamoDB table; reads are consistent, writes conditional. A takeover changes the
 * sessions and the connections table in one transaction.
 */
final class DynamoDbSessions implements Sessions {

    private static final String SERVICE = "session table";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final String connections;

    DynamoDbSessions(DynamoDbClient dynamoDb, String table, String connections) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.connections = connections;
    }

    @Override
    public boolean create(SessionItem session) throws UnavailableException {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                SESSION_ID, AttributeValue.fromS(session.sessionId()),
                OWNER, AttributeValue.fromS(session.owner()),
                SPEAKER_CONNECTION_ID, AttributeValue.fromS(session.speakerConnectionId()),
                SOURCE_LANGUAGE, AttributeValue.fromS(session.sourceLanguage()),
                PHASE, AttributeValue.fromS(session.phase().name()),
                MOST_LISTENERS, Attributes.number(session.mostListeners()),
                TRANSCRIPT, AttributeValue.fromBool(session.transcript()),
                CREATED_MILLIS, Attributes.number(session.createdMillis()),
                EXPIRES_AT_SECONDS, Attributes.number(session.expiresAtSeconds())));
        if (session.passcodeHash() != null) {
            item.put(PASSCODE_HASH, AttributeValue.fromS(session.passcodeHash()));
        }
        // The second half is for the client's own retry after an answer was lost.
        return ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.putItem(request -> request.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(#id)"
                                + " OR (#owner = :owner AND #speaker = :speaker AND #created = :created)")
                        .expressionAttributeNames(Map.of(
                                "#id", SESSION_ID,
                                "#owner", OWNER,
                                "#speaker", SPEAKER_CONNECTION_ID,
                                "#created", CREATED_MILLIS))
                        .expressionAttributeValues(Map.of(
                                ":owner", Attributes.of(item, OWNER),
                                ":speaker", Attributes.of(item, SPEAKER_CONNECTION_ID),
                                ":created", Attributes.of(item, CREATED_MILLIS)))));
    }

    @Override
    public Optional<SessionItem> find(String sessionId) throws UnavailableException {
        try {
            Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                            request.tableName(table).key(key(sessionId)).consistentRead(true))
                    .item();
            return item.isEmpty() ? Optional.empty() : Optional.of(session(item));
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public Takeover takeOver(SessionItem seen, ConnectionItem speaker) throws UnavailableException {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(key(seen.sessionId()))
                        .updateExpression("SET #speaker = :now")
                        .conditionExpression("#owner = :owner AND #speaker = :seen AND #phase <> :ended")
                        .expressionAttributeNames(
                                Map.of("#speaker", SPEAKER_CONNECTION_ID, "#owner", OWNER, "#phase", PHASE))
                        .expressionAttributeValues(Map.of(
                                ":now", AttributeValue.fromS(speaker.connectionId()),
                                ":owner", AttributeValue.fromS(seen.owner()),
                                ":seen", AttributeValue.fromS(seen.speakerConnectionId()),
                                ":ended", AttributeValue.fromS(SessionPhase.ENDED.name()))))
                .build());
        writes.add(TransactWriteItem.builder()
                .put(put -> put.tableName(connections)
                        .item(DynamoDbConnections.item(speaker))
                        .conditionExpression(DynamoDbConnections.BECOMES_SPEAKER)
                        .expressionAttributeNames(Map.of(
                                "#connection", ConnectionItem.CONNECTION_ID,
                                "#language", ConnectionItem.LANGUAGE,
                                "#session", ConnectionItem.SESSION_ID))
                        .expressionAttributeValues(Map.of(
                                ":speaker", AttributeValue.fromS(ConnectionItem.SPEAKER),
                                ":session", AttributeValue.fromS(seen.sessionId()))))
                .build());
        String before = seen.speakerConnectionId();
        if (!before.isEmpty() && !before.equals(speaker.connectionId())) {
            writes.add(TransactWriteItem.builder()
                    .delete(delete -> delete.tableName(connections).key(DynamoDbConnections.key(before)))
                    .build());
        }
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(writes));
            return Takeover.DONE;
        } catch (TransactionCanceledException e) {
            return e.hasCancellationReasons()
                            && CONDITION_FAILED.equals(
                                    e.cancellationReasons().get(1).code())
                    ? Takeover.HAS_ANOTHER_ROLE
                    : Takeover.CHANGED;
        } catch (SdkException e) {
            throw new UnavailableException(SERVICE, e);
        }
    }

    @Override
    public boolean turn(String sessionId, String speakerConnectionId, Set<SessionPhase> from, SessionPhase to)
            throws UnavailableException {
        Map<String, AttributeValue> values = new HashMap<>(
                Map.of(":to", AttributeValue.fromS(to.name()), ":speaker", AttributeValue.fromS(speakerConnectionId)));
        List<String> names = new ArrayList<>();
        for (SessionPhase phase : from) {
            String name = ":from" + names.size();
            names.add(name);
            values.put(name, AttributeValue.fromS(phase.name()));
        }
        return ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(sessionId))
                        .updateExpression("SET #phase = :to")
                        .conditionExpression("#speaker = :speaker AND #phase IN (" + String.join(", ", names) + ")")
                        .expressionAttributeNames(Map.of("#phase", PHASE, "#speaker", SPEAKER_CONNECTION_ID))
                        .expressionAttributeValues(values)));
    }

    @Override
    public boolean end(String sessionId, String speakerConnectionId, String user) throws UnavailableException {
        return ConditionalWrite.done(
                SERVICE,
                () -> dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(sessionId))
                        .updateExpression("SET #phase = :ended")
                        .conditionExpression(
                                "(#speaker = :speaker AND #speaker <> :nobody) OR (#owner = :owner AND #owner <> :nobody)")
                        .expressionAttributeNames(
                                Map.of("#phase", PHASE, "#speaker", SPEAKER_CONNECTION_ID, "#owner", OWNER))
                        .expressionAttributeValues(Map.of(
                                ":ended", AttributeValue.fromS(SessionPhase.ENDED.name()),
                                ":nobody", AttributeValue.fromS(""),
                                ":owner", AttributeValue.fromS(user),
                                ":speaker", AttributeValue.fromS(speakerConnectionId)))));
    }

    private static Map<String, AttributeValue> key(String sessionId) {
        return Map.of(SESSION_ID, AttributeValue.fromS(sessionId));
    }

    private static SessionItem session(Map<String, AttributeValue> item) {
        AttributeValue passcode = item.get(PASSCODE_HASH);
        AttributeValue transcript = item.get(TRANSCRIPT);
        return new SessionItem(
                Attributes.text(item, SESSION_ID),
                Attributes.text(item, OWNER),
                Attributes.text(item, SPEAKER_CONNECTION_ID),
                Attributes.text(item, SOURCE_LANGUAGE),
                SessionPhase.valueOf(Attributes.text(item, PHASE)),
                passcode == null ? null : passcode.s(),
                Math.toIntExact(Attributes.number(item, MOST_LISTENERS)),
                transcript != null && Boolean.TRUE.equals(transcript.bool()),
                Attributes.number(item, CREATED_MILLIS),
                Attributes.number(item, EXPIRES_AT_SECONDS));
    }
}
