package dev.dragoman.job.deliver;

import dev.dragoman.protocol.InterpretationItem;
import java.util.List;

class FakeInterpretationLogTest extends InterpretationLogContract {

    private final FakeInterpretationLog log = new FakeInterpretationLog();

    @Override
    protected InterpretationLog log() {
        return log;
    }

    @Override
    protected List<InterpretationItem> kept() {
        return log.kept();
    }
}
