package dev.dragoman.job.transcript;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Interpretation;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.protocol.TranscriptLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
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
 * Collects what was said in a session, and gives out one transcript for each language once the session
 * is over and all its interpretations are there, whatever the order in which they come. Keyed by
 * session; takes announcements and interpretations with their text, and only of sessions that keep a
 * transcript.
 *
 * <p>What listeners were told before a restore, and the checkpoint did not know, comes again for the
 * transcript alone; if that fails, its dead letter goes to {@link #DEAD_LETTERS}, as nobody else sees it.
 *
 * <p>What could not be translated is not in that language's transcript. Should an interpretation never
 * come, the transcripts are given out without it a little after the end. Everything is keyed state, so
 * after a restore each line is there once; a session that never ends is forgotten a day after its last
 * words.
 */
public final class CollectTranscripts extends KeyedProcessFunction<String, Interpretation, Transcript> {

    /** Where the dead letters of what only a transcript wanted come out. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

    /** Longer than an utterance may be on its way. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private transient @Nullable ValueState<Tally> tallies;

    /** By {@code language/mediaStartMillis}: of one utterance there may be two, told before and not. */
    private transient @Nullable MapState<String, TranscriptLine> lines;

    @Override
    public void open(OpenContext context) {
        StateTtlConfig forgotten = StateTtlConfig.newBuilder(FORGOTTEN)
                .cleanupInRocksdbCompactFilter(1_000)
                .build();
        ValueStateDescriptor<Tally> tally = new ValueStateDescriptor<>("tally", TypeInformation.of(Tally.class));
        tally.enableTimeToLive(forgotten);
        MapStateDescriptor<String, TranscriptLine> said =
                new MapStateDescriptor<>("lines", Types.STRING, TypeInformation.of(TranscriptLine.class));
        said.enableTimeToLive(forgotten);
        tallies = getRuntimeContext().getState(tally);
        lines = getRuntimeContext().getMapState(said);
    }

    @Override
    public void processElement(Interpretation in, Context context, Collector<Transcript> out) throws Exception {
        Utterance utterance = in.utterance();
        if (utterance.kind() == Utterance.Kind.PARTIAL) {
            return;
        }
        Tally before = opened(tallies).value();
        Tally tally = before == null ? Tally.none() : before;
        if (!in.announces()) {
            tally = tally.settledOne();
            note(in, utterance.text());
            if (in.isForTranscriptAlone() && in.failure() != null) {
                context.output(DEAD_LETTERS, in.failure());
            }
        } else if (utterance.kind() == Utterance.Kind.FINAL) {
            tally = tally.announced(in.languages().size() + in.forTranscript().size());
            note(in, null);
        } else {
            tally = tally.ended(utterance.ordinal());
            var timers = context.timerService();
            timers.registerProcessingTimeTimer(timers.currentProcessingTime() + PATIENCE.toMillis());
        }
        opened(tallies).update(tally);
        if (tally.isComplete()) {
            giveOut(context.getCurrentKey(), out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Transcript> out) throws Exception {
        if (opened(tallies).value() != null) {
            giveOut(context.getCurrentKey(), out);
        }
    }

    private void note(Interpretation in, @Nullable String sourceText) throws Exception {
        String text = in.text();
        if (text != null) {
            Utterance utterance = in.utterance();
            opened(lines)
                    .put(
                            in.language() + "/" + utterance.mediaStartMillis(),
                            new TranscriptLine(
                                    utterance.mediaStartMillis(), utterance.mediaEndMillis(), text, sourceText));
        }
    }

    private void giveOut(String sessionId, Collector<Transcript> out) throws Exception {
        Map<String, List<TranscriptLine>> languages = new TreeMap<>();
        for (Map.Entry<String, TranscriptLine> line : opened(lines).entries()) {
            String language = line.getKey().substring(0, line.getKey().indexOf('/'));
            languages.computeIfAbsent(language, name -> new ArrayList<>()).add(line.getValue());
        }
        languages.forEach((language, said) -> {
            said.sort(Comparator.comparingLong(TranscriptLine::mediaStartMillis));
            out.collect(new Transcript(sessionId, language, said));
        });
        opened(tallies).clear();
        opened(lines).clear();
    }

    private static <T> T opened(@Nullable T state) {
        if (state == null) {
            throw new IllegalStateException("not open");
        }
        return state;
    }
}
