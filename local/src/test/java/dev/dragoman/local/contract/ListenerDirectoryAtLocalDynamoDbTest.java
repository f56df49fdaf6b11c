package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DynamoDbListenerDirectory;
import dev.dragoman.job.deliver.ListenerDirectory;
import dev.dragoman.job.deliver.ListenerDirectoryContract;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.ConnectionItem;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ListenerDirectoryAtLocalDynamoDbTest extends ListenerDirectoryContract {

    private static final String REGION = "eu-central-1";

    private static LocalDynamoDb dynamoDb;
    private static DynamoDbAsyncClient client;
    private static ListenerDirectory directory;

    @BeforeAll
    static void start() {
        Anybody.signs();
        dynamoDb = LocalDynamoDb.start();
        client = DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(dynamoDb.endpoint())
                .build();
        directory = DynamoDbListenerDirectory.at(
                        AwsEndpoint.of(REGION, dynamoDb.endpoint()), Tables.DEFAULT.connections())
                .create();
    }

    @AfterAll
    static void stop() {
        directory.close();
        client.close();
        dynamoDb.close();
    }

    @Override
    protected ListenerDirectory directory() {
        return directory;
    }

    @Override
    protected void joins(ConnectionItem connection) {
        Map<String, AttributeValue> item = Map.of(
                ConnectionItem.CONNECTION_ID, AttributeValue.fromS(connection.connectionId()),
                ConnectionItem.SESSION_ID, AttributeValue.fromS(connection.sessionId()),
                ConnectionItem.LANGUAGE, AttributeValue.fromS(connection.language()),
                ConnectionItem.EXPIRES_AT_SECONDS, AttributeValue.fromN(String.valueOf(connection.expiresAtSeconds())));
        client.putItem(put -> put.tableName(Tables.DEFAULT.connections()).item(item))
                .join();
    }
}
