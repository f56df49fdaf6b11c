package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DeliveryLog;
import dev.dragoman.job.deliver.DeliveryLogContract;
import dev.dragoman.job.deliver.DynamoDbDeliveryLog;
import dev.dragoman.local.dynamodb.Tables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DeliveryLogAtLocalDynamoDbTest extends DeliveryLogContract {

    private static TablesAtHand tables;
    private static DeliveryLog log;

    @BeforeAll
    static void start() {
        tables = TablesAtHand.start();
        log = DynamoDbDeliveryLog.at(AwsEndpoint.of(TablesAtHand.REGION, tables.endpoint()), Tables.DEFAULT.sessions())
                .create();
    }

    @AfterAll
    static void stop() {
        log.close();
        tables.close();
    }

    @Override
    protected DeliveryLog log() {
        return log;
    }

    @Override
    protected void begins(String sessionId) {
        tables.putLiveSession(sessionId, "speaker");
    }
}
