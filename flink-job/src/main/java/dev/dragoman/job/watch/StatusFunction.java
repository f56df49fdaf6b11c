package dev.dragoman.job.watch;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionStatus;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Tells the speaker how the session is doing, keyed by session: after a look that shows something new,
 * so at most once for each look, however many come and go between two. What was recognised meanwhile
 * goes with it. The same is told again after {@link #AGAIN}: a speaker who came back, or to whom a
 * message was lost, knows it then.
 *
 * <p>A session whose speaker several looks in a row have not shown, over the whole grace time, and of
 * whom no audio came meanwhile, is {@link #ABANDONED}; as long as looks show no speaker it is so again after each further grace time, until
 * its end stops the looks. While nobody can look nothing is abandoned. After a restore the grace goes
 * on where it was.
 */
public final class StatusFunction extends KeyedCoProcessFunction<String, Seen, Utterance, Notification> {

    /** Sessions to be ended. */
    public static final OutputTag<Abandoned> ABANDONED =
            new OutputTag<>("abandoned", TypeInformation.of(Abandoned.class));

    /** After this a speaker is told again what has not changed. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Duration LONGEST_SESSION = Duration.ofDays(1);

    private final long graceMillis;

    private transient @Nullable ValueState<Status> state;

    /** The function of a job. */
    public StatusFunction(WatchSettings settings) {
        graceMillis = settings.grace().toMillis();
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<Status> status = new ValueStateDescriptor<>("status", Status.class);
        status.enableTimeToLive(StateTtlConfig.newBuilder(LONGEST_SESSION)
                .cleanupInRocksdbCompactFilter(1_000)
                .build());
        state = getRuntimeContext().getState(status);
    }

    @Override
    public void processElement1(Seen seen, Context context, Collector<Notification> out) throws Exception {
        Status before = status();
        long now = context.timerService().currentProcessingTime();
        Status after = presence(before, seen, now, context);
        String message = ProtocolJson.write(
                new SessionStatus(seen.sessionId(), seen.phase(), new TreeMap<>(seen.listeners()), before.pipeline()));
        boolean due = !message.equals(before.told()) || now - before.toldMillis() >= AGAIN.toMillis();
        if (seen.speaker() && due) {
            out.collect(new Notification(seen.sessionId(), ConnectionItem.SPEAKER, message, 0, true));
            after = after.told(message, now);
        }
        if (!after.equals(before)) {
            state().update(after);
        }
    }

    private Status presence(Status before, Seen seen, long now, Context context) {
        boolean heard = seen.audioMillis() > 0 && now - seen.audioMillis() < graceMillis;
        if (seen.speaker() || heard) {
            return before.gone(Status.HERE);
        }
        if (before.goneMillis() == Status.HERE) {
            return before.gone(now);
        }
        if (now - before.goneMillis() < patience(seen.phase())) {
            return before;
        }
        context.output(ABANDONED, new Abandoned(seen.sessionId()));
        return before.gone(now);
    }

    private long patience(SessionPhase phase) {
        return phase == SessionPhase.WAITING
                ? Math.max(graceMillis, WatchSettings.FIRST_SOUND.toMillis())
                : graceMillis;
    }

    @Override
    public void processElement2(Utterance utterance, Context context, Collector<Notification> out) throws Exception {
        if (utterance.kind() == Utterance.Kind.END) {
            state().clear();
        } else if (utterance.kind() == Utterance.Kind.FINAL) {
            state().update(status().recognised(utterance, context.timerService().currentProcessingTime()));
        }
    }

    private Status status() throws Exception {
        Status known = state().value();
        return known == null ? Status.none() : known;
    }

    private ValueState<Status> state() {
        if (state == null) {
            throw new IllegalStateException("not open");
        }
        return state;
    }
}
