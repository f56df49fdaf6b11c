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
import org.apache.flink.api.common.typeinfo.Types;
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

    private final long everyMillis;

    private transient @Nullable ValueState<SessionPhase> phaseState;

    /** The function of a job. */
    public WatchSessions(WatchSettings settings) {
        everyMillis = settings.every().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<SessionPhase> phase = new ValueStateDescriptor<>("phase", Types.ENUM(SessionPhase.class));
        phase.enableTimeToLive(StateTtlConfig.newBuilder(LONGEST_SESSION)
                .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
                .cleanupInRocksdbCompactFilter(1_000)
                .build());
        phaseState = getRuntimeContext().getState(phase);
    }

    @Override
    public void processElement(SpeakerEvent event, Context context, Collector<Look> out) throws Exception {
        SessionPhase phase = phase().value();
        if (phase == null) {
            if (event.started() != null) {
                phase().update(SessionPhase.WAITING);
                lookLater(context);
            }
            return;
        }
        if (event.sessionEnded() != null) {
            phase().clear();
            tell(SessionPhase.ENDED, context);
            return;
        }
        SessionPhase next = next(phase, event);
        if (next != phase) {
            phase().update(next);
            tell(next, context);
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
        SessionPhase phase = phase().value();
        if (phase != null) {
            out.collect(new Look(context.getCurrentKey(), phase));
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

    private ValueState<SessionPhase> phase() {
        if (phaseState == null) {
            throw new IllegalStateException("not open");
        }
        return phaseState;
    }
}
