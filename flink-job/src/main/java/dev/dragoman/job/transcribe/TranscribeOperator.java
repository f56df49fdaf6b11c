package dev.dragoman.job.transcribe;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns each session's audio into utterances over one stream of recognition per session.
 *
 * <p>Guarantee: every word that the service finds is in exactly one final utterance of its session,
 * through failures of streams, connections, this task and the job; audio that could not be
 * recognised within the bound is a counted gap with a dead letter, never silence. {@link
 * SessionRecognition} says how.
 *
 * <p>All decisions and all state are in the task's thread: the transcriber's threads only put mails
 * into the task's mailbox, which are handled between records and emitted at once, without waiting
 * for the next record, timer or checkpoint. After a restore, sessions with speech that has no final
 * result ask for a stream as soon as the operator opens. At the end of a bounded input the operator
 * stays until every open stream has delivered its last results, or {@code endTimeout} has passed.
 *
 * <p>State, by session: {@link Progress}, and the audio without a final result. Everything else,
 * streams above all, is transient.
 */
final class TranscribeOperator extends AbstractStreamOperator<Utterance>
        implements OneInputStreamOperator<Pcm, Utterance>, BoundedOneInput, RecognitionContext {

    /** Named with a version: an incompatible successor gets another name and a migration. */
    private static final ValueStateDescriptor<Progress> PROGRESS =
            new ValueStateDescriptor<>("progress-v1", TypeInformation.of(Progress.class));

    private static final MapStateDescriptor<Long, AudioSegment> AUDIO =
            new MapStateDescriptor<>("audio-v1", Types.LONG, TypeInformation.of(AudioSegment.class));

    private final TranscriberFactory transcribers;
    private final TranscribeSettings settings;
    private final MailboxExecutor mailbox;
    /** Changed by the task's thread, looked at by whoever reports metrics. */
    private final Map<String, SessionRecognition> sessions = new ConcurrentHashMap<>();

    /** By session: the time of its next tick. */
    private final Map<String, Long> wakes = new HashMap<>();

    private @Nullable Opened opened;
    private long numbers;

    /** When the next start of a stream may be due, of what is registered. */
    private long startsWake = Long.MAX_VALUE;

    /** What there is from {@link #open()} on. */
    private record Opened(
            ValueState<Progress> progress,
            MapState<Long, AudioSegment> audio,
            StreamStarts.Member starts,
            Transcriber transcriber,
            TranscribeMetrics metrics) {}

    TranscribeOperator(
            StreamOperatorParameters<Utterance> parameters,
            TranscriberFactory transcribers,
            TranscribeSettings settings) {
        super(parameters);
        this.mailbox = parameters.getMailboxExecutor();
        this.transcribers = transcribers;
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        TranscribeMetrics metrics = new TranscribeMetrics(getMetricGroup());
        StreamStarts.Member starts = StreamStarts.join(
                String.valueOf(getRuntimeContext().getJobInfo().getJobId()),
                settings,
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                this::wakeForStarts);
        metrics.watch(starts::open, starts::waiting, this::longestPendingSeconds);
        opened = new Opened(
                getRuntimeContext().getState(PROGRESS),
                getRuntimeContext().getMapState(AUDIO),
                starts,
                transcribers.create(),
                metrics);
        resume();
    }

    /** Sessions with speech that has no final result don't wait for more audio to go on. */
    private void resume() throws Exception {
        List<String> restored;
        try (Stream<String> keys =
                this.<String>getKeyedStateBackend().getKeys(PROGRESS.getName(), VoidNamespace.INSTANCE)) {
            restored = keys.toList();
        }
        for (String sessionId : restored) {
            setCurrentKey(sessionId);
            Progress progress = opened().progress().value();
            if (progress != null) {
                SessionRecognition session = recognition(progress);
                session.tick();
                forgetIfOver(session);
            }
        }
        startStreams();
    }

    @Override
    public void processElement(StreamRecord<Pcm> element) throws Exception {
        Pcm pcm = element.getValue();
        opened().metrics().received();
        SessionRecognition session = sessions.get(pcm.session().sessionId());
        if (session == null) {
            session = recognition(Progress.of(pcm.session(), pcm.mediaStart16k()));
        }
        session.received(pcm);
        settle(session);
    }

    private SessionRecognition recognition(Progress progress) throws Exception {
        SessionRecognition session = new SessionRecognition(
                this, settings, progress, opened().progress(), PendingAudio.restored(opened().audio()));
        sessions.put(session.sessionId(), session);
        return session;
    }

    /** What every mail, tick and record ends with: forgets the session if it is over, starts what may start. */
    private void settle(SessionRecognition touched) throws Exception {
        forgetIfOver(touched);
        startStreams();
    }

    private void startStreams() throws Exception {
        StreamStarts.Member starts = opened().starts();
        String next = starts.next(now());
        while (next != null) {
            SessionRecognition session = sessions.get(next);
            if (session == null) {
                starts.over();
            } else {
                setCurrentKey(next);
                session.start();
                forgetIfOver(session);
            }
            next = starts.next(now());
        }
        long due = starts.nextAt();
        if (due < startsWake) {
            startsWake = due;
            var unused = getProcessingTimeService().registerTimer(Math.max(due, now() + 1), time -> {
                startsWake = Long.MAX_VALUE;
                startStreams();
            });
        }
    }

    /** It is the turn of a session of this subtask: called by another subtask's thread. */
    private void wakeForStarts() {
        try {
            mailbox.execute(
                    () -> {
                        if (opened != null) {
                            startStreams();
                        }
                    },
                    "Start of a stream");
        } catch (RejectedExecutionException e) {
            LOG.debug("It was the turn of a session whose task is over");
        }
    }

    private void forgetIfOver(SessionRecognition session) {
        if (session.isOver()) {
            sessions.remove(session.sessionId());
            wakes.remove(session.sessionId());
            opened().starts().withdraw(session.sessionId());
        }
    }

    /** Hears out every open stream before the operator is finished. */
    @Override
    public void endInput() throws Exception {
        for (SessionRecognition session : List.copyOf(sessions.values())) {
            setCurrentKey(session.sessionId());
            session.drain();
            settle(session);
        }
        while (!sessions.values().stream().allMatch(SessionRecognition::isSettled)) {
            mailbox.yield();
        }
    }

    @Override
    public void close() throws Exception {
        Opened open = opened;
        opened = null;
        sessions.values().forEach(SessionRecognition::abandon);
        sessions.clear();
        if (open != null) {
            open.starts().close();
            open.transcriber().close();
        }
        super.close();
    }

    @Override
    public long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public long nextNumber() {
        return ++numbers;
    }

    @Override
    public TranscriptionStream open(StreamRequest request, long number) {
        String sessionId = request.sessionId();
        opened().metrics().streamOpened();
        return opened().transcriber().open(request, event -> {
            try {
                mailbox.execute(() -> told(sessionId, number, event), "Transcript of session %s", sessionId);
            } catch (RejectedExecutionException e) {
                // The task is over; after its restart the audio is recognised from state.
                LOG.debug("A transcript came after its task was over");
            }
        });
    }

    private void told(String sessionId, long number, StreamEvent event) throws Exception {
        SessionRecognition session = sessions.get(sessionId);
        if (session != null) {
            setCurrentKey(sessionId);
            session.told(number, event);
            settle(session);
        }
    }

    @Override
    public void askForStart(String sessionId) {
        opened().starts().ask(sessionId);
    }

    @Override
    public void withdrawStart(String sessionId) {
        opened().starts().withdraw(sessionId);
    }

    @Override
    public void streamOver() {
        opened().starts().over();
    }

    @Override
    public void wakeAt(String sessionId, long time) {
        if (wakes.getOrDefault(sessionId, Long.MAX_VALUE) <= time) {
            return;
        }
        wakes.put(sessionId, time);
        var unused = getProcessingTimeService().registerTimer(time, due -> wake(sessionId, time));
    }

    private void wake(String sessionId, long time) throws Exception {
        SessionRecognition session = sessions.get(sessionId);
        if (session != null && wakes.remove(sessionId, time)) {
            setCurrentKey(sessionId);
            session.tick();
            settle(session);
        }
    }

    @Override
    public void emit(Utterance utterance) {
        output.collect(new StreamRecord<>(utterance, utterance.spokenServerMillis()));
    }

    @Override
    public void bury(String sessionId, String reason, String reference, String detail) {
        opened().metrics().deadLetter();
        DeadLetter letter = new DeadLetter(Transcription.STAGE, reason, sessionId, reference, detail, now());
        output.collect(Transcription.DEAD_LETTERS, new StreamRecord<>(letter, now()));
    }

    @Override
    public TranscribeMetrics metrics() {
        return opened().metrics();
    }

    private double longestPendingSeconds() {
        return sessions.values().stream()
                .mapToDouble(SessionRecognition::pendingSeconds)
                .max()
                .orElse(0);
    }

    private Opened opened() {
        Opened open = opened;
        if (open == null) {
            throw new IllegalStateException("the operator is not open");
        }
        return open;
    }
}
