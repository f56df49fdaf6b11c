package dev.dragoman.job.deliver;

class FakeListenerDirectoryTest extends ListenerDirectoryContract {

    private final FakeListenerDirectory directory = new FakeListenerDirectory();

    @Override
    ListenerDirectory directory() {
        return directory;
    }

    @Override
    void joins(String connectionId, String sessionId, String language) {
        directory.with(connectionId, sessionId, language);
    }
}
