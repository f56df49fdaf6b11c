package dev.dragoman.ingest;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbLimitTableITCase extends LimitTableContract {

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
    LimitTable table() {
        return new DynamoDbLimitTable(dynamoDb, "limits");
    }
}
