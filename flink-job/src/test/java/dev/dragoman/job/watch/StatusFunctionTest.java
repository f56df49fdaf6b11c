package dev.dragoman.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Notification;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.service.Utterances;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.PipelineStatus;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusFunctionTest {

    private static final String SESSION = Utterances.SESSION;
    private static final PipelineStatus NOTHING_YET = new PipelineStatus(0, "", 0, 0);

    private KeyedTwoInputStreamOperatorTestHarness<String, Seen, Utterance, Notification> status;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    @AfterEach
    void close() throws Exception {
        status.close();
    }

    @Test
    void tellsTheSpeakerWhoListensAndOnlyWhatChanged() throws Exception {
        // When
        see(Map.of(), true);
        see(Map.of(), true);
        see(Map.of("es", 2), true);
        see(Map.of("es", 2), true);
        see(Map.of("es", 1, "fr", 1), true);

        // Then
        assertThat(told())
                .containsExactly(
                        new SessionStatus(SESSION, SessionPhase.LIVE, Map.of(), NOTHING_YET),
                        new SessionStatus(SESSION, SessionPhase.LIVE, Map.of("es", 2), NOTHING_YET),
                        new SessionStatus(SESSION, SessionPhase.LIVE, Map.of("es", 1, "fr", 1), NOTHING_YET));
    }

    @Test
    void tellsTheSameAgainAfterAWhileForASpeakerWhoMissedIt() throws Exception {
        // When
        seeAt(1_000, true);
        seeAt(10_999, true);
        seeAt(11_000, true);
        seeAt(12_000, true);

        // Then
        assertThat(told()).hasSize(2);
    }

    @Test
    void whatWasRecognisedGoesWithTheNextLook() throws Exception {
        // Given
        Utterance said = Utterances.said(3, "Hello.");
        status.setProcessingTime(said.spokenServerMillis() + 740);

        // When
        status.processElement2(said, 0);
        assertThat(told()).isEmpty();
        see(Map.of(), true);

        // Then
        assertThat(told())
                .extracting(SessionStatus::pipeline)
                .containsExactly(new PipelineStatus(said.mediaEndMillis(), "Hello.", 740, said.gaps()));
    }

    @Test
    void aSpeakerWhoComesBackInTimeGoesOn() throws Exception {
        // When
        seeAt(0, false);
        seeAt(59_000, false);
        seeAt(59_500, true);
        seeAt(61_000, false);
        seeAt(110_000, false);

        // Then
        assertThat(abandoned()).isZero();
    }

    @Test
    void aSessionIsAbandonedAfterTheGraceAlsoOverARestore() throws Exception {
        // Given
        seeAt(5_000, false);
        seeAt(40_000, false);
        OperatorSubtaskState checkpoint = status.snapshot(1, 1);
        status.close();

        // When
        open(checkpoint);
        seeAt(64_900, false);
        assertThat(abandoned()).isZero();
        seeAt(65_000, false);
        seeAt(66_000, false);

        // Then: and again after another grace, should that not have ended it
        assertThat(abandoned()).isEqualTo(1);
        seeAt(125_000, false);
        assertThat(abandoned()).isEqualTo(2);
    }

    @Test
    void aSessionOfWhichAudioComesIsNotAbandonedWhateverTheTableSays() throws Exception {
        // When
        for (long millis = 100_000; millis <= 300_000; millis += 1_000) {
            status.setProcessingTime(millis);
            status.processElement1(new Seen(SESSION, SessionPhase.LIVE, Map.of(), false, millis - 5_000), 0);
        }

        // Then
        assertThat(abandoned()).isZero();
    }

    @Test
    void aSessionThatNeverBeganWaitsLonger() throws Exception {
        // When
        status.setProcessingTime(0);
        status.processElement1(new Seen(SESSION, SessionPhase.WAITING, Map.of(), false, 0), 0);
        status.setProcessingTime(599_000);
        status.processElement1(new Seen(SESSION, SessionPhase.WAITING, Map.of(), false, 0), 0);

        // Then
        assertThat(abandoned()).isZero();
        status.setProcessingTime(600_000);
        status.processElement1(new Seen(SESSION, SessionPhase.WAITING, Map.of(), false, 0), 0);
        assertThat(abandoned()).isEqualTo(1);
    }

    @Test
    void nothingIsKeptBehindTheEnd() throws Exception {
        // Given
        see(Map.of("es", 2), true);

        // When
        status.processElement2(Utterances.end(3), 0);

        // Then
        assertThat(status.numKeyedStateEntries()).isZero();
    }

    private void see(Map<String, Integer> listeners, boolean speaker) throws Exception {
        status.processElement1(new Seen(SESSION, SessionPhase.LIVE, listeners, speaker, 0), 0);
    }

    private void seeAt(long millis, boolean speaker) throws Exception {
        status.setProcessingTime(millis);
        see(Map.of(), speaker);
    }

    private void open(@Nullable OperatorSubtaskState state) throws Exception {
        status = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new StatusFunction(WatchSettings.defaults())),
                Seen::sessionId,
                utterance -> utterance.session().sessionId(),
                Types.STRING);
        status.setup();
        if (state != null) {
            status.initializeState(state);
        }
        status.open();
    }

    private List<SessionStatus> told() throws Exception {
        List<SessionStatus> told = new ArrayList<>();
        for (Notification one : status.extractOutputValues()) {
            assertThat(one.target()).isEqualTo(ConnectionItem.SPEAKER);
            told.add((SessionStatus) ProtocolJson.readServerMessage(one.message()));
        }
        return told;
    }

    private int abandoned() {
        var sessions = status.getSideOutput(StatusFunction.ABANDONED);
        return sessions == null ? 0 : sessions.size();
    }
}
