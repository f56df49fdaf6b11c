package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.DynamoDbInterpretationLog;
import dev.dragoman.job.deliver.InterpretationLog;
import dev.dragoman.job.deliver.InterpretationLogContract;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.InterpretationItem;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class InterpretationLogAtLocalDynamoDbTest extends InterpretationLogContract {

    private TablesAtHand tables;
    private InterpretationLog log;

    @BeforeEach
    void start() {
        tables = TablesAtHand.start();
        log = DynamoDbInterpretationLog.at(
                        AwsEndpoint.of(TablesAtHand.REGION, tables.endpoint()), Tables.DEFAULT.interpretations())
                .create();
    }

    @AfterEach
    void stop() {
        log.close();
        tables.close();
    }

    @Override
    protected InterpretationLog log() {
        return log;
    }

    @Override
    protected List<InterpretationItem> kept() {
        return tables.interpretations();
    }
}
