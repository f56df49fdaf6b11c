package dev.dragoman.job.watch;

class FakeSessionEnderTest extends SessionEnderContract {

    private final FakeSessionEnder ender = new FakeSessionEnder();

    @Override
    protected SessionEnder ender() {
        return ender;
    }

    @Override
    protected void begins(String sessionId, String speakerConnectionId) {
        ender.begins(sessionId, speakerConnectionId);
    }

    @Override
    protected void connects(String sessionId, String connectionId) {
        ender.connects(connectionId);
    }

    @Override
    protected boolean isLive(String sessionId) {
        return ender.isLive(sessionId);
    }

    @Override
    protected int saidEnds(String sessionId) {
        return ender.saidEnds(sessionId);
    }
}
