package dev.dragoman.job.watch;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Follows what each session is doing, keyed by session. From its start to its end every session is
 * looked at in a steady beat, whether anything comes or not; everybody in it is told each time it
 * starts, pauses, is muted, goes on or ends ({@link #NOTICES}), once for each change however often
 * the stream repeats it.
 *
 * <p>After a restore it goes on where the checkpoint was; a change since then is told again, which
 * does no harm. A session whose start never came is not followed; one that never ends is forgotten
 * after a day, like everything of it.
 */
public final class WatchSessions extends KeyedProcessFunction<String, SpeakerEvent, Look> {

    /** What everybody in a session is told of it. */
    public static final OutputTag<Notification> NOTICES =
            new OutputTag<>("watch-notices", TypeInformation.of(Notification.class));

    private static final Duration LONGEST_SESSION = Duration.ofDays(1);

    /** Audio comes four times a second; that it came is written down more rarely. */
    private static final Duration NOTED_EVERY = Duration.ofSeconds(5);

    private final long everyMillis;

    private transient @Nullable ValueState<Watched> watchedState;

    /** The function of a job. */
    public WatchSessions(WatchSettings settings) {
        everyMillis = settings.every().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Watched> watched = new ValueStateDescriptor<>("watched", Watched.class);
        watched.enableTimeToLive(StateTtlConfig.newBuilder(LONGEST_SESSION)
                .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                .cleanupInRocksdbCompactFilter(1_000)
                .build());
        watchedState = getRuntimeContext().getState(watched);
    }

    @Override
    public void processElement(SpeakerEvent event, Context context, Collector<Look> out) throws Exception {
        Watched before = watched().value();
        if (before == null) {
            if (event.started() != null) {
                watched().update(new Watched(SessionPhase.WAITING, 0));
                lookLater(context);
            }
            return;
        }
        if (event.sessionEnded() != null) {
            watched().clear();
            tell(SessionPhase.ENDED, context);
            return;
        }
        SessionPhase phase = next(before.phase(), event);
        long now = context.timerService().currentProcessingTime();
        boolean noted = event.chunk() != null && now - before.audioMillis() >= NOTED_EVERY.toMillis();
        if (phase != before.phase() || noted) {
            watched().update(new Watched(phase, noted ? now : before.audioMillis()));
        }
        if (phase != before.phase()) {
            tell(phase, context);
        }
    }

    private static SessionPhase next(SessionPhase phase, SpeakerEvent event) {
        if (event.phaseChanged() != null) {
            return event.phaseChanged().phase();
        }
        return event.chunk() != null && phase == SessionPhase.WAITING ? SessionPhase.LIVE : phase;
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Look> out) throws Exception {
        Watched watched = watched().value();
        if (watched != null) {
            out.collect(new Look(context.getCurrentKey(), watched.phase(), watched.audioMillis()));
            lookLater(context);
        }
    }

    private void lookLater(Context context) {
        context.timerService()
                .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + everyMillis);
    }

    private static void tell(SessionPhase phase, Context context) {
        String sessionId = String.valueOf(context.getCurrentKey());
        String state = ProtocolJson.write(new SessionState(sessionId, phase));
        context.output(NOTICES, new Notification(sessionId, Notification.EVERYONE, state, 0, false));
    }

    private ValueState<Watched> watched() {
        if (watchedState == null) {
            throw new IllegalStateException("not open");
        }
        return watchedState;
    }
}
