package dev.dragoman.job.deliver;

import dev.dragoman.job.service.ServiceException;
import java.util.List;

class FakeNotifierTest extends NotifierContract {

    private final FakeNotifier notifier = new FakeNotifier();
    private int connections;

    @Override
    protected Notifier notifier() {
        return notifier;
    }

    @Override
    protected String connects() {
        return "connection" + connections++;
    }

    @Override
    protected List<String> told(String connectionId) {
        return notifier.told(connectionId);
    }

    @Override
    protected void leaves(String connectionId) {
        notifier.leaves(connectionId);
    }

    @Override
    protected void throttlesNext(String connectionId) {
        notifier.faults(connectionId).failNext(1, ServiceException.throttled("status 429"));
    }

    @Override
    protected void breaksNext(String connectionId) {
        notifier.faults(connectionId).failNext(1, ServiceException.unavailable("status 500"));
    }
}
