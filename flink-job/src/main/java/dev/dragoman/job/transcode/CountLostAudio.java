package dev.dragoman.job.transcode;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Sends on a session's sound, and what could not be decoded beside it; keyed by the session's id. From a batch on that
 * could not be decoded, the session's sound counts one gap more: the count never goes back, across restarts neither.
 */
public final class CountLostAudio extends KeyedProcessFunction<String, Transcoded, Pcm> {

    /** What could not be decoded, and why. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("transcode-dead-letters", TypeInformation.of(DeadLetter.class));

    private transient @Nullable ValueState<Integer> lost;

    @Override
    public void open(OpenContext context) {
        lost = getRuntimeContext().getState(new ValueStateDescriptor<>("lost", Types.INT));
    }

    @Override
    public void processElement(Transcoded transcoded, Context context, Collector<Pcm> out) throws Exception {
        ValueState<Integer> state = lost;
        if (state == null) {
            throw new IllegalStateException("counting before open()");
        }
        Integer before = state.value();
        int count = before == null ? 0 : before;
        DeadLetter failure = transcoded.failure();
        if (failure != null) {
            count++;
            context.output(DEAD_LETTERS, failure);
        }
        Pcm pcm = transcoded.pcm();
        if (pcm.endOfSession()) {
            state.clear();
        } else if (failure != null) {
            state.update(count);
        }
        out.collect(new Pcm(
                pcm.session(),
                pcm.serverMillis(),
                pcm.mediaStart16k(),
                pcm.bytes(),
                pcm.endOfSession(),
                pcm.gaps() + count));
    }
}
