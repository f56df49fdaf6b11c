package dev.dragoman.job.deliver;

class FakeDeliveryLogTest extends DeliveryLogContract {

    private final FakeDeliveryLog log = new FakeDeliveryLog();

    @Override
    protected DeliveryLog log() {
        return log;
    }

    @Override
    protected void begins(String sessionId) {
        log.with(sessionId);
    }
}
