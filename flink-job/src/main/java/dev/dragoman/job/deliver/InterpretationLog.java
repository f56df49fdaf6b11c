package dev.dragoman.job.deliver;

import dev.dragoman.protocol.InterpretationItem;
import java.util.concurrent.CompletableFuture;

/**
 * What was said in each language, for those who missed it. Safe for use by many threads; never blocks.
 * Failures are {@link dev.dragoman.job.service.ServiceException}s.
 */
public interface InterpretationLog extends AutoCloseable {

    /** Writes an interpretation down. Writing it again, or with another end, replaces it. */
    CompletableFuture<Void> keep(InterpretationItem interpretation);

    @Override
    void close();
}
