package dev.dragoman.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dragoman.local.dynamodb.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbSessionsITCase extends SessionsContract {

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
    Sessions sessions() {
        return new DynamoDbSessions(dynamoDb, "sessions", "connections");
    }

    @Override
    Connections connections() {
        return new DynamoDbConnections(dynamoDb, "connections");
    }

    @Test
    void aTableThatIsNotThereIsUnavailable() {
        // Given
        Sessions nowhere = new DynamoDbSessions(dynamoDb, "no-such-table", "connections");

        // When, then
        assertThatThrownBy(() -> nowhere.find("golden-eagle-427")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> nowhere.end("golden-eagle-427", "speaker", ""))
                .isInstanceOf(UnavailableException.class);
    }
}
