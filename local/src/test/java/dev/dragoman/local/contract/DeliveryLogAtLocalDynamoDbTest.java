package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DeliveryLog;
import dev.dragoman.job.deliver.DeliveryLogContract;
import dev.dragoman.job.deliver.DynamoDbDeliveryLog;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DeliveryLogAtLocalDynamoDbTest extends DeliveryLogContract {

    private static final String REGION = "eu-central-1";

    private static LocalDynamoDb dynamoDb;
    private static DynamoDbAsyncClient client;
    private static DeliveryLog log;

    @BeforeAll
    static void start() {
        Anybody.signs();
        dynamoDb = LocalDynamoDb.start();
        client = DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(dynamoDb.endpoint())
                .build();
        log = DynamoDbDeliveryLog.at(AwsEndpoint.of(REGION, dynamoDb.endpoint()), Tables.DEFAULT.sessions())
                .create();
    }

    @AfterAll
    static void stop() {
        log.close();
        client.close();
        dynamoDb.close();
    }

    @Override
    protected DeliveryLog log() {
        return log;
    }

    @Override
    protected void begins(String sessionId) {
        Map<String, AttributeValue> item = Map.of(
                SessionItem.SESSION_ID, AttributeValue.fromS(sessionId),
                SessionItem.PHASE, AttributeValue.fromS(SessionPhase.LIVE.name()));
        client.putItem(put -> put.tableName(Tables.DEFAULT.sessions()).item(item))
                .join();
    }
}
