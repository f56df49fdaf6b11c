package dev.dragoman.job.watch;

import dev.dragoman.protocol.ConnectionItem;

class FakeAttendanceTest extends AttendanceContract {

    private final FakeAttendance attendance = new FakeAttendance();

    @Override
    protected Attendance attendance() {
        return attendance;
    }

    @Override
    protected void joins(ConnectionItem connection) {
        attendance.put(connection);
    }
}
