package dev.dragoman.local.contract;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.watch.Attendance;
import dev.dragoman.job.watch.AttendanceContract;
import dev.dragoman.job.watch.DynamoDbAttendance;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.protocol.ConnectionItem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AttendanceAtLocalDynamoDbTest extends AttendanceContract {

    private static TablesAtHand tables;
    private static Attendance attendance;

    @BeforeAll
    static void start() {
        tables = TablesAtHand.start();
        attendance = DynamoDbAttendance.at(
                        AwsEndpoint.of(TablesAtHand.REGION, tables.endpoint()), Tables.DEFAULT.connections())
                .create();
    }

    @AfterAll
    static void stop() {
        attendance.close();
        tables.close();
    }

    @Override
    protected Attendance attendance() {
        return attendance;
    }

    @Override
    protected void joins(ConnectionItem connection) {
        tables.put(connection);
    }
}
