package dev.dragoman.job.batch;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.Chunk;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Session;
import dev.dragoman.job.model.SessionInput;
import dev.dragoman.job.service.Exported;
import dev.dragoman.job.webm.BatchWriter;
import dev.dragoman.job.webm.Gap;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.OpusTrack;
import dev.dragoman.job.webm.WebmDemuxer;
import dev.dragoman.job.webm.WebmException;
import dev.dragoman.job.webm.WebmSink;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * One session's chunks in, batches out.
 *
 * <p>Guarantee: every Opus packet that arrived within the lateness bound is in exactly one batch, in
 * order, with its true media time; batches depend only on what the chunks hold and on their event
 * times, so that a restored job makes the same ones again.
 *
 * <p>Order is {@code (recording, sequence)}. A chunk that is next is taken at once. A chunk after a
 * missing one waits until the watermark passes its event time plus the allowed lateness; then the
 * missing ones become a gap: counted, told as a dead letter, and the audio after them keeps its
 * media time. Duplicates are counted and ignored; a chunk that comes after it was given up is a dead
 * letter.
 *
 * <p>A batch is one window: it opens with the first packet and closes as soon as it holds {@link
 * BatchSettings#duration()} of audio. A window that never fills (the speaker paused, the line is
 * silent) closes when the watermark passes its end; the end of a recording, a gap and the end of the
 * session close it at once.
 *
 * <p>The end of a session waits for the chunks that it says there were, and for no longer than the
 * lateness bound. What cannot be understood (no WebM, no start) costs the rest of its recording and
 * nothing else: one dead letter, and a word to the speaker on {@link #PROBLEMS}.
 */
public final class Reassemble extends KeyedProcessFunction<String, SessionInput, Batch> {

    /** What left the main line here. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("reassemble-dead-letters", TypeInformation.of(DeadLetter.class));

    /** What the speaker should hear of: dead letters whose reason is a problem code. */
    public static final OutputTag<DeadLetter> PROBLEMS =
            new OutputTag<>("reassemble-problems", TypeInformation.of(DeadLetter.class));

    private static final String STAGE = "reassemble";

    /** So many gaps are remembered to tell late chunks from duplicates. */
    private static final int RECENT_GAPS = 32;

    private final BatchSettings settings;

    private transient @Nullable ValueState<SessionProgress> progressState;
    private transient @Nullable MapState<Long, WaitingChunk> waitingState;
    private transient @Nullable Counter duplicates;
    private transient @Nullable Counter gaps;
    private transient @Nullable Counter late;

    /** Makes batches as the settings say. */
    public Reassemble(BatchSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        progressState =
                getRuntimeContext().getState(new ValueStateDescriptor<>("progress", Types.POJO(SessionProgress.class)));
        waitingState = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.LONG, Types.POJO(WaitingChunk.class)));
        var metrics = Exported.of(getRuntimeContext().getMetricGroup());
        duplicates = metrics.counter("duplicateChunks");
        gaps = metrics.counter("gaps");
        late = metrics.counter("lateChunks");
    }

    @Override
    public void processElement(SessionInput input, Context context, Collector<Batch> out) throws Exception {
        Turn turn = new Turn(context, out, progress(), waiting());
        if (input.failure() != null) {
            context.output(DEAD_LETTERS, input.failure());
        }
        turn.take(input);
        turn.finish();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Batch> out) throws Exception {
        Turn turn = new Turn(context, out, progress(), waiting());
        turn.timePassed(timestamp);
        turn.finish();
    }

    private ValueState<SessionProgress> progress() {
        return opened(progressState);
    }

    private MapState<Long, WaitingChunk> waiting() {
        return opened(waitingState);
    }

    private static <T> T opened(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("used before open()");
        }
        return thing;
    }

    /** One event's or one timer's turn with a session: its state is read once and written once. */
    private final class Turn {

        private final Context context;
        private final Collector<Batch> out;
        private final ValueState<SessionProgress> state;
        private final MapState<Long, WaitingChunk> waiting;
        private final SessionProgress at;

        Turn(
                Context context,
                Collector<Batch> out,
                ValueState<SessionProgress> state,
                MapState<Long, WaitingChunk> waiting)
                throws Exception {
            this.context = context;
            this.out = out;
            this.state = state;
            this.waiting = waiting;
            SessionProgress known = state.value();
            this.at = known == null ? new SessionProgress() : known;
        }

        void take(SessionInput input) throws Exception {
            at.seenMillis = Math.max(at.seenMillis, input.serverMillis());
            if (input.started() != null) {
                take(input.started());
            } else if (input.chunk() != null) {
                take(input.chunk(), input.serverMillis());
            } else if (input.recordingEnded() != null) {
                take(input.recordingEnded());
            } else if (input.sessionEnded() != null) {
                take(input.sessionEnded());
            } else {
                return; // Only a failure: it was passed on as a dead letter.
            }
            advance();
        }

        private void take(SessionStarted started) {
            if (at.session == null) {
                at.session = new Session(started.sessionId(), started.sourceLanguage(), started.settings());
            }
        }

        private void take(RecordingEnded ended) {
            if (ended.recording() == at.recording && ended.chunks() >= at.next) {
                at.chunks = ended.chunks();
                at.paused = ended.paused();
            } else if (ended.recording() > at.recording && at.laterEnds.size() < RECENT_GAPS) {
                at.laterEnds.add(ended);
            }
        }

        private void take(SessionEnded ended) {
            if (at.recordings == null) {
                at.recordings = ended.recordings();
                at.chunksInLast = ended.chunksInLast();
                at.endedMillis = ended.serverMillis();
            }
        }

        private void take(Chunk chunk, long serverMillis) throws Exception {
            if (at.over || isBehind(chunk)) {
                if (at.over || wasGivenUp(chunk)) {
                    opened(late).inc();
                    deadLetter("LATE_CHUNK", chunk.location(), "it came after it was given up", serverMillis);
                } else {
                    opened(duplicates).inc();
                }
                return;
            }
            long key = position(chunk.recording(), chunk.sequence());
            WaitingChunk known = at.waiting == 0 ? null : waiting.get(key);
            if (known != null && (known.bytes() != null || chunk.bytes() == null)) {
                opened(duplicates).inc();
                return;
            }
            waiting.put(key, new WaitingChunk(serverMillis, chunk.location(), chunk.bytes()));
            if (known == null) {
                at.waiting++;
            }
        }

        /** Takes every chunk whose turn it is. */
        private void advance() throws Exception {
            if (at.session == null) {
                return;
            }
            boolean moved = true;
            while (moved && at.waiting > 0) {
                WaitingChunk chunk = waiting.get(position(at.recording, at.next));
                if (chunk != null) {
                    resume();
                    waiting.remove(position(at.recording, at.next));
                    at.waiting--;
                    demux(chunk);
                    at.next++;
                } else if (recordingIsComplete() && !at.paused) {
                    startRecording(at.recording + 1);
                } else {
                    moved = false;
                }
            }
            if (recordingIsComplete()) {
                closeBatch();
            }
            if (sessionIsComplete()) {
                endSession();
            }
        }

        /** A chunk beyond a pause: the recording goes on, and nobody knows how far. */
        private void resume() {
            if (at.paused && at.next >= at.chunks) {
                at.paused = false;
                at.chunks = SessionProgress.UNKNOWN;
            }
        }

        private boolean recordingIsComplete() {
            return at.chunks != SessionProgress.UNKNOWN && at.next >= at.chunks;
        }

        private boolean sessionIsComplete() {
            return at.recordings != null
                    && at.waiting == 0
                    && (at.recordings == 0
                            || (at.recording == at.recordings - 1
                                    && at.chunksInLast != SessionProgress.UNKNOWN
                                    && at.next >= at.chunksInLast));
        }

        private void demux(WaitingChunk chunk) throws Exception {
            if (chunk.bytes() == null) {
                gap(at.next, at.next + 1, chunk.serverMillis());
                return;
            }
            if (at.unreadable) {
                return;
            }
            WebmDemuxer demuxer = demuxer();
            try {
                demuxer.push(chunk.bytes(), sinkAt(chunk.serverMillis()));
            } catch (WebmException e) {
                at.unreadable = demuxer.isRefusing();
                problem(e, chunk.location() + (at.unreadable ? " and what follows it" : ""), chunk.serverMillis());
            }
            keep(demuxer);
            if (samples(at.open) >= settings.duration().toMillis() * OpusPacket.SAMPLES_PER_MILLI) {
                closeBatch();
            }
        }

        private WebmDemuxer demuxer() throws WebmException {
            return at.demuxer == null ? WebmDemuxer.startingAt(0) : WebmDemuxer.resume(at.demuxer);
        }

        private void keep(WebmDemuxer demuxer) {
            at.demuxer = demuxer.snapshot();
        }

        private WebmSink sinkAt(long serverMillis) {
            return new WebmSink() {
                @Override
                public void track(OpusTrack track) {
                    closeBatch();
                    at.track = track;
                }

                @Override
                public void packet(OpusPacket packet) {
                    add(packet, serverMillis);
                }

                @Override
                public void gap(Gap gap) {
                    closeBatch();
                }
            };
        }

        private void add(OpusPacket packet, long serverMillis) {
            if (at.open.isEmpty()) {
                at.openedMillis = serverMillis;
            }
            at.open.add(packet);
            at.lastMillis = serverMillis;
            at.mediaEnd48k = packet.mediaEnd48k();
        }

        private void startRecording(int recording) throws Exception {
            finishRecording();
            at.recording = recording;
            at.next = 0;
            at.chunks = SessionProgress.UNKNOWN;
            at.paused = false;
            at.unreadable = false;
            List<RecordingEnded> later = at.laterEnds;
            at.laterEnds = new ArrayList<>();
            later.forEach(this::take);
        }

        /** What only its end tells of a recording: that it held nothing, or was cut short. */
        private void finishRecording() throws Exception {
            if (at.next > 0 && !at.unreadable) {
                WebmDemuxer demuxer = demuxer();
                try {
                    demuxer.recordingEnded(sinkAt(at.seenMillis));
                } catch (WebmException e) {
                    problem(e, "recording " + at.recording, at.seenMillis);
                }
                keep(demuxer);
            }
            closeBatch();
        }

        private void problem(WebmException e, String reference, long serverMillis) {
            DeadLetter letter = letter(e.reason().name(), reference, String.valueOf(e.getMessage()), serverMillis);
            context.output(DEAD_LETTERS, letter);
            context.output(PROBLEMS, letter);
        }

        /** Passes the open batch on, and keeps its last packets for the next one's decoder. */
        private void closeBatch() {
            if (at.open.isEmpty() || at.session == null || at.track == null) {
                return;
            }
            List<OpusPacket> preroll = BatchWriter.preroll(at.recent, at.open.get(0));
            out.collect(new Batch(
                    at.session,
                    at.lastMillis,
                    at.open.get(0).mediaStart48k(),
                    samples(at.open),
                    samples(preroll),
                    BatchWriter.write(at.track, preroll, at.open),
                    false,
                    at.gaps));
            at.recent.addAll(at.open);
            while (samples(at.recent) - at.recent.get(0).samples48k() >= BatchWriter.PREROLL_48K) {
                at.recent.remove(0);
            }
            at.open = new ArrayList<>();
        }

        private void endSession() throws Exception {
            finishRecording();
            if (at.session != null) {
                out.collect(new Batch(at.session, at.endedMillis, at.mediaEnd48k, 0, 0, new byte[0], true, at.gaps));
            }
            at.over = true;
        }

        /** Gives up chunks {@code from} to {@code to - 1} of the current recording. */
        private void gap(int from, int to, long serverMillis) throws Exception {
            closeBatch();
            at.gaps++;
            opened(gaps).inc();
            at.recentGaps.add(new SessionProgress.GivenUp(at.recording, from, to));
            if (at.recentGaps.size() > RECENT_GAPS) {
                at.recentGaps.remove(0);
            }
            deadLetter(
                    "GAP",
                    "recording " + at.recording + ", chunks " + from + " to " + (to - 1),
                    "they did not come within the lateness bound",
                    serverMillis);
            WebmDemuxer demuxer = demuxer();
            demuxer.chunkLost(sinkAt(serverMillis));
            keep(demuxer);
        }

        void timePassed(long watermark) throws Exception {
            if (at.expiryTimer <= watermark) {
                at.expiryTimer = 0;
            }
            if (at.over) {
                forgetIfExpired(watermark);
                return;
            }
            if (!at.open.isEmpty() && windowEnd() <= watermark) {
                closeBatch();
            }
            while (at.waiting > 0 && waitedLongEnough(watermark)) {
                giveUpMissing(watermark);
            }
            if (at.recordings != null && at.waiting == 0 && endDeadline() <= watermark && !at.over) {
                if (at.recording < at.recordings - 1) {
                    gap(at.next, Math.max(at.next, at.chunks), at.endedMillis);
                } else if (at.chunksInLast > at.next) {
                    gap(at.next, at.chunksInLast, at.endedMillis);
                }
                endSession();
            }
            forgetIfExpired(watermark);
        }

        private boolean waitedLongEnough(long watermark) throws Exception {
            return firstWaiting().getValue().serverMillis()
                            + settings.allowedLateness().toMillis()
                    <= watermark;
        }

        private void giveUpMissing(long watermark) throws Exception {
            Map.Entry<Long, WaitingChunk> first = firstWaiting();
            if (at.session == null) {
                waiting.remove(first.getKey());
                at.waiting--;
                deadLetter(
                        "UNKNOWN_SESSION",
                        first.getValue().location(),
                        "the session's start never came",
                        first.getValue().serverMillis());
                return;
            }
            int recording = recordingOf(first.getKey());
            int sequence = sequenceOf(first.getKey());
            if (recording != at.recording) {
                if (at.chunks > at.next) {
                    gap(at.next, at.chunks, watermark);
                }
                startRecording(recording);
            }
            if (sequence > at.next) {
                gap(at.next, sequence, first.getValue().serverMillis());
                at.next = sequence;
            }
            advance();
        }

        private Map.Entry<Long, WaitingChunk> firstWaiting() throws Exception {
            Map.Entry<Long, WaitingChunk> first = null;
            for (Map.Entry<Long, WaitingChunk> entry : waiting.entries()) {
                if (first == null || entry.getKey() < first.getKey()) {
                    first = entry;
                }
            }
            if (first == null) {
                throw new IllegalStateException("chunks are counted as waiting that are not there");
            }
            return first;
        }

        private void forgetIfExpired(long watermark) throws Exception {
            if (at.seenMillis + settings.sessionExpiry().toMillis() <= watermark) {
                if (!at.over && at.session != null) {
                    deadLetter("SESSION_EXPIRED", at.session.sessionId(), "nothing came for so long", watermark);
                    at.endedMillis = at.seenMillis;
                    endSession();
                }
                waiting.clear();
                state.clear();
                forgotten = true;
            }
        }

        private boolean forgotten;

        /** Writes the state back and sets the timers that it asks for. */
        void finish() throws Exception {
            if (forgotten) {
                return;
            }
            if (at.waiting > 0) {
                wakeAt(firstWaiting().getValue().serverMillis()
                        + settings.allowedLateness().toMillis());
            }
            if (!at.open.isEmpty()) {
                wakeAt(windowEnd());
            }
            if (at.recordings != null && !at.over) {
                wakeAt(endDeadline());
            }
            if (at.expiryTimer == 0) {
                at.expiryTimer = at.seenMillis + settings.sessionExpiry().toMillis();
                wakeAt(at.expiryTimer);
            }
            state.update(at.over ? at.whenOver() : at);
        }

        private void wakeAt(long millis) {
            context.timerService().registerEventTimeTimer(millis);
        }

        private long windowEnd() {
            return at.openedMillis + settings.duration().toMillis();
        }

        private long endDeadline() {
            return at.endedMillis + settings.allowedLateness().toMillis();
        }

        private boolean isBehind(Chunk chunk) {
            return chunk.recording() < at.recording
                    || (chunk.recording() == at.recording && chunk.sequence() < at.next);
        }

        private boolean wasGivenUp(Chunk chunk) {
            return at.recentGaps.stream()
                    .anyMatch(gap -> gap.recording() == chunk.recording()
                            && gap.from() <= chunk.sequence()
                            && chunk.sequence() < gap.to());
        }

        private void deadLetter(String reason, String reference, String detail, long serverMillis) {
            context.output(DEAD_LETTERS, letter(reason, reference, detail, serverMillis));
        }

        private DeadLetter letter(String reason, String reference, String detail, long serverMillis) {
            return new DeadLetter(STAGE, reason, context.getCurrentKey(), reference, detail, serverMillis);
        }
    }

    private static int samples(List<OpusPacket> packets) {
        return packets.stream().mapToInt(OpusPacket::samples48k).sum();
    }

    private static long position(int recording, int sequence) {
        return (long) recording << 32 | sequence;
    }

    private static int recordingOf(long position) {
        return (int) (position >>> 32);
    }

    private static int sequenceOf(long position) {
        return (int) position;
    }
}
