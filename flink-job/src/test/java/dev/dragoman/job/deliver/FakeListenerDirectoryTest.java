package dev.dragoman.job.deliver;

import dev.dragoman.protocol.ConnectionItem;

class FakeListenerDirectoryTest extends ListenerDirectoryContract {

    private final FakeListenerDirectory directory = new FakeListenerDirectory();

    @Override
    protected ListenerDirectory directory() {
        return directory;
    }

    @Override
    protected void joins(ConnectionItem connection) {
        directory.put(connection);
    }
}
