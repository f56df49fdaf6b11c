package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DynamoDbListenerDirectory;
import dev.dragoman.job.deliver.ListenerDirectory;
import dev.dragoman.job.deliver.ListenerDirectoryContract;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.ConnectionItem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ListenerDirectoryAtLocalDynamoDbTest extends ListenerDirectoryContract {

    private static TablesAtHand tables;
    private static ListenerDirectory directory;

    @BeforeAll
    static void start() {
        tables = TablesAtHand.start();
        directory = DynamoDbListenerDirectory.at(
                        AwsEndpoint.of(TablesAtHand.REGION, tables.endpoint()), Tables.DEFAULT.connections())
                .create();
    }

    @AfterAll
    static void stop() {
        directory.close();
        tables.close();
    }

    @Override
    protected ListenerDirectory directory() {
        return directory;
    }

    @Override
    protected void joins(ConnectionItem connection) {
        tables.put(connection);
    }
}
