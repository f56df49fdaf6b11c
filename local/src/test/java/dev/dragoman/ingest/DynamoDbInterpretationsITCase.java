package dev.dragoman.ingest;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.protocol.InterpretationItem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbInterpretationsITCase extends InterpretationsContract {

    private LocalDynamoDb server;
    private DynamoDbClient dynamoDb;

    @BeforeEach
    void start() {
        server = LocalDynamoDb.start();
        dynamoDb = LocalServices.at(server.endpoint()).dynamoDb();
    }

    @AfterEach
    void stop() {
        dynamoDb.close();
        server.close();
    }

    @Override
    Interpretations interpretations() {
        return new DynamoDbInterpretations(dynamoDb, "interpretations");
    }

    @Override
    void put(InterpretationItem item) {
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
