package dev.dragoman.job.deliver;

import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.SessionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the delivery log how far each language's listeners were told, behind the telling and
 * never in its way. For each language one write is under way; of what comes meanwhile the furthest
 * is written next.
 *
 * <p>Log throttled or gone: tried again for a minute, then left to the next mark. What is not written
 * when the job fails may be told once more, with other borders: the listeners' players know it by
 * its media time. Safe for use by many threads; never blocks.
 */
final class ToldMarks {

    private static final Logger LOG = LoggerFactory.getLogger(ToldMarks.class);

    static final RetrySettings RETRY =
            new RetrySettings(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofMillis(100));

    private final DeliveryLog log;
    private final RetrySettings retry;

    /** By language of a session that is being written, how far its listeners were told. */
    private final ConcurrentHashMap<Mark, Long> writing = new ConcurrentHashMap<>();

    private record Mark(String sessionId, String language) {}

    ToldMarks(DeliveryLog log, RetrySettings retry) {
        this.log = log;
        this.retry = retry;
    }

    /** A language's listeners were told up to a media time. */
    void told(String sessionId, String language, long mediaMillis) {
        List<Runnable> outside = new ArrayList<>(1); // the log may answer at once
        writing.compute(new Mark(sessionId, language), (mark, before) -> {
            if (before == null) {
                outside.add(() -> write(mark, mediaMillis));
                return mediaMillis;
            }
            return Math.max(before, mediaMillis);
        });
        outside.forEach(Runnable::run);
    }

    private void write(Mark mark, long mediaMillis) {
        CompletableFuture<Void> written =
                Retry.within(retry, () -> log.told(mark.sessionId(), mark.language(), mediaMillis));
        var unused = written.whenComplete((done, failure) -> {
            if (failure != null) {
                SessionLog.warn(
                        LOG,
                        mark.sessionId(),
                        "could not note what was told in " + mark.language() + ": "
                                + Retry.asServiceException(failure).getMessage());
            }
            Long further = writing.computeIfPresent(mark, (same, wanted) -> wanted > mediaMillis ? wanted : null);
            if (further != null) {
                write(mark, further);
            }
        });
    }
}
