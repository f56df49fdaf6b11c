package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Notification;
import dev.dragoman.job.service.Ages;
import dev.dragoman.job.service.Retry;
import dev.dragoman.job.service.RetrySettings;
import dev.dragoman.job.service.ServiceFactory;
import dev.dragoman.job.service.StageMetrics;
import dev.dragoman.protocol.InterpretationItem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every connection of a notification's target, and notes behind it how far they were told.
 * What comes out are dead letters: none where everybody was told or gone, one with {@link #REASON}
 * where somebody could not be told within the bound, one with {@link LanguagesFunction#REASON} where
 * nobody knows whom to tell.
 *
 * <p>Each connection is told a session's notifications in the order in which they came in: the input
 * must be partitioned by session. A slow listener delays nobody else; one that is gone is removed
 * from the directory; throttling and broken answers are repeated within the bound. Partial captions
 * are not waited for.
 *
 * <p>When the job fails, what was told lies in one of three windows:
 *
 * <ul>
 *   <li>Told in part: it is told again after the restore, with the same media start. Who was told
 *       knows it by that; who was not hears it now.
 *   <li>Told to all and not noted yet, which takes a few milliseconds, or as long as the slowest
 *       listener or the delivery log: from the checkpoint on it is told again. What was recognised
 *       before the checkpoint has the same media start; what is recognised anew may have other
 *       borders, and the listener's player passes over what it has heard for the greater part.
 *   <li>Told and noted: what is recognised anew is told from there on, word by word.
 * </ul>
 *
 * Nothing is noted before it was told to all: nothing that is noted is ever missing.
 *
 * <p>What can be heard, and every marker in its place, is written down before it is told, for those
 * who join late or were cut off. If that can't be done within {@link #KEEPING}, it is told without:
 * who misses it then can't fetch it.
 */
public final class NotifyFunction extends RichAsyncFunction<Notification, DeadLetter> {

    /** The stage's name in dead letters. */
    public static final String STAGE = "notify";

    /** The code of its failures. */
    public static final String REASON = "NOTIFY_FAILED";

    /** Short, for everything of the session waits: a log that does not answer costs its listeners this much. */
    private static final RetrySettings KEEPING =
            new RetrySettings(Duration.ofMillis(800), Duration.ofMillis(350), Duration.ofMillis(50));

    private static final Logger LOG = LoggerFactory.getLogger(NotifyFunction.class);

    private final ServiceFactory<ListenerDirectory> directories;
    private final ServiceFactory<InterpretationLog> interpretationLogs;
    private final ServiceFactory<Notifier> notifiers;
    private final ServiceFactory<DeliveryLog> logs;
    private final NotifySettings settings;
    private final Clock clock;

    private transient @Nullable StageMetrics metrics;
    private transient @Nullable Ages sinceSpoken;
    private transient @Nullable LongAdder unkept;
    private transient @Nullable InterpretationLog interpretations;
    private transient @Nullable FanOut fanOut;
    private transient @Nullable DeliveryLog log;
    private transient @Nullable ToldMarks marks;

    /** The function of a job. */
    public NotifyFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<InterpretationLog> interpretationLogs,
            ServiceFactory<Notifier> notifiers,
            ServiceFactory<DeliveryLog> logs,
            NotifySettings settings) {
        this(directories, interpretationLogs, notifiers, logs, settings, Clock.systemUTC());
    }

    NotifyFunction(
            ServiceFactory<ListenerDirectory> directories,
            ServiceFactory<InterpretationLog> interpretationLogs,
            ServiceFactory<Notifier> notifiers,
            ServiceFactory<DeliveryLog> logs,
            NotifySettings settings,
            Clock clock) {
        this.directories = directories;
        this.interpretationLogs = interpretationLogs;
        this.notifiers = notifiers;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void open(OpenContext context) {
        StageMetrics counted = StageMetrics.of(getRuntimeContext().getMetricGroup(), clock);
        DeliveryLog noted = logs.create();
        metrics = counted;
        sinceSpoken = counted.age("sinceSpoken");
        log = noted;
        unkept = counted.count("unkept");
        interpretations = interpretationLogs.create();
        marks = new ToldMarks(noted, ToldMarks.RETRY);
        fanOut = new FanOut(directories.create(), notifiers.create(), settings, counted::repeated);
    }

    @Override
    public void asyncInvoke(Notification notification, ResultFuture<DeadLetter> out) {
        FanOut all = fanOut;
        StageMetrics counted = metrics;
        Ages ages = sinceSpoken;
        if (all == null || counted == null || ages == null) {
            throw new IllegalStateException("not open");
        }
        long startedMillis = counted.began();
        var unused = all.tell(notification, kept(notification)).whenComplete((told, failure) -> {
            counted.ended(startedMillis, failure == null && told.failed() == 0);
            if (notification.spokenServerMillis() != Notification.UNHEARD) {
                ages.add(clock.millis() - notification.spokenServerMillis());
                counted.came(notification.target());
            }
            if (failure != null) {
                String cause = String.valueOf(Retry.asServiceException(failure).getMessage());
                out.complete(List.of(letter(notification, LanguagesFunction.REASON, cause)));
                return;
            }
            note(notification);
            out.complete(told.failed() == 0 ? List.of() : List.of(untold(notification, told)));
        });
    }

    /** Never fails: what can't be kept is told all the same. */
    private CompletableFuture<Void> kept(Notification notification) {
        InterpretationItem item = notification.kept();
        InterpretationLog keeps = interpretations;
        if (item == null || keeps == null) {
            return CompletableFuture.completedFuture(null);
        }
        return Retry.within(KEEPING, () -> keeps.keep(item)).exceptionally(failure -> {
            notKept();
            LOG.warn(
                    "Session {}: an interpretation was not kept for who misses it: {}",
                    notification.sessionId(),
                    Retry.asServiceException(failure).getMessage());
            return null;
        });
    }

    private void notKept() {
        if (unkept != null) {
            unkept.increment();
        }
    }

    private void note(Notification notification) {
        if (marks != null && notification.toldUntilMillis() != Notification.UNFINISHED) {
            marks.told(notification.sessionId(), notification.target(), notification.toldUntilMillis());
        }
    }

    private DeadLetter untold(Notification notification, FanOut.Told told) {
        return letter(
                notification,
                REASON,
                told.failed() + " of " + told.connections() + " connections: "
                        + told.failures().keySet());
    }

    private DeadLetter letter(Notification notification, String reason, String detail) {
        return new DeadLetter(
                STAGE,
                reason,
                notification.sessionId(),
                notification.target() + "/" + notification.mediaStartMillis(),
                detail,
                clock.millis());
    }

    @Override
    public void timeout(Notification notification, ResultFuture<DeadLetter> out) {
        out.complete(List.of(letter(notification, REASON, "the stage did not end in time")));
    }

    @Override
    public void close() {
        if (fanOut != null) {
            fanOut.close();
        }
        if (log != null) {
            log.close();
        }
        if (interpretations != null) {
            interpretations.close();
        }
    }
}
