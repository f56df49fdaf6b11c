package dev.dragoman.ingest;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.protocol.InterpretationItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

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
        InterpretationItems.put(dynamoDb, item);
    }
}
