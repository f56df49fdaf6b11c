package dev.dragoman.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.SpeakerEvent;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionSettings;
import dev.dragoman.protocol.SessionStarted;
import dev.dragoman.protocol.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchSessionsTest {

    private static final String SESSION = "golden-eagle-427";

    private KeyedOneInputStreamOperatorTestHarness<String, SpeakerEvent, Look> watch;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    @AfterEach
    void close() throws Exception {
        watch.close();
    }

    @Test
    void looksInASteadyBeatFromTheStartToTheEnd() throws Exception {
        // When
        watch.processElement(started(), 0);
        for (long millis = 500; millis <= 3_500; millis += 500) {
            watch.setProcessingTime(millis);
        }
        watch.processElement(ended(), 0);
        watch.setProcessingTime(9_000);

        // Then
        assertThat(looks()).hasSize(3).containsOnly(new Look(SESSION, SessionPhase.WAITING, 0));
    }

    @Test
    void tellsEachChangeOnceHoweverOftenTheStreamRepeatsIt() throws Exception {
        // When
        for (SpeakerEvent event : List.of(
                started(),
                started(),
                chunk(0),
                chunk(1),
                changed(SessionPhase.PAUSED),
                changed(SessionPhase.PAUSED),
                chunk(1),
                changed(SessionPhase.LIVE),
                changed(SessionPhase.MUTED),
                chunk(2),
                ended(),
                ended(),
                chunk(2))) {
            watch.processElement(event, 0);
        }

        // Then
        assertThat(told())
                .containsExactly(
                        SessionPhase.LIVE,
                        SessionPhase.PAUSED,
                        SessionPhase.LIVE,
                        SessionPhase.MUTED,
                        SessionPhase.ENDED);
    }

    @Test
    void saysWhenAudioLastCame() throws Exception {
        // When
        watch.setProcessingTime(100_000);
        watch.processElement(started(), 0);
        watch.processElement(chunk(0), 0);
        watch.setProcessingTime(103_000);
        watch.processElement(chunk(1), 0);
        watch.setProcessingTime(105_000);
        watch.processElement(chunk(2), 0);
        watch.setProcessingTime(108_000);

        // Then
        assertThat(looks()).extracting(Look::audioMillis).containsExactly(100_000L, 100_000L, 105_000L);
    }

    @Test
    void goesOnLookingAfterARestore() throws Exception {
        // Given
        watch.processElement(started(), 0);
        watch.processElement(chunk(0), 0);
        OperatorSubtaskState checkpoint = watch.snapshot(1, 1);
        watch.close();

        // When
        open(checkpoint);
        watch.setProcessingTime(1_000);
        watch.setProcessingTime(2_000);

        // Then
        assertThat(looks()).hasSize(2).containsOnly(new Look(SESSION, SessionPhase.LIVE, 0));
    }

    @Test
    void followsNothingWhoseStartNeverCame() throws Exception {
        // When
        watch.processElement(chunk(0), 0);
        watch.processElement(changed(SessionPhase.PAUSED), 0);
        watch.setProcessingTime(9_000);

        // Then
        assertThat(looks()).isEmpty();
        assertThat(told()).isEmpty();
    }

    private void open(@Nullable OperatorSubtaskState state) throws Exception {
        watch = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new WatchSessions(WatchSettings.defaults())),
                SpeakerEvent::sessionId,
                Types.STRING);
        watch.setup();
        if (state != null) {
            watch.initializeState(state);
        }
        watch.open();
    }

    private List<Look> looks() {
        return new ArrayList<>(watch.extractOutputValues());
    }

    private List<SessionPhase> told() throws Exception {
        List<SessionPhase> told = new ArrayList<>();
        var notices = watch.getSideOutput(WatchSessions.NOTICES);
        if (notices != null) {
            for (StreamRecord<Notification> notice : notices) {
                assertThat(notice.getValue().target()).isEqualTo(Notification.EVERYONE);
                told.add(((SessionState)
                                ProtocolJson.readServerMessage(notice.getValue().message()))
                        .phase());
            }
        }
        return told;
    }

    private static SpeakerEvent started() {
        SessionStarted event = new SessionStarted(1, SESSION, 1, "en", SessionSettings.defaults());
        return new SpeakerEvent(SESSION, 1, event, null, null, null, null, null);
    }

    private static SpeakerEvent chunk(int sequence) {
        ChunkReference event = new ChunkReference(1, SESSION, 2, 0, sequence, "bucket", "key", 9, 1);
        return new SpeakerEvent(SESSION, 2, null, event, null, null, null, null);
    }

    private static SpeakerEvent changed(SessionPhase phase) {
        PhaseChanged event = new PhaseChanged(1, SESSION, 3, phase);
        return new SpeakerEvent(SESSION, 3, null, null, null, event, null, null);
    }

    private static SpeakerEvent ended() {
        return new SpeakerEvent(SESSION, 4, null, null, null, null, new SessionEnded(1, SESSION, 4, 1, 3), null);
    }
}
