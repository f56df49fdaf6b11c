package dev.dragoman.job.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.Batch;
import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Session;
import dev.dragoman.protocol.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountLostAudioTest {

    private final List<KeyedOneInputStreamOperatorTestHarness<String, Transcoded, Pcm>> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var operator : opened) {
            operator.close();
        }
    }

    @Test
    void countsAGapFromALostBatchOnInItsOwnSession() throws Exception {
        var operator = open();
        // When
        operator.processElement(good("a", 0), 0);
        operator.processElement(lost("a", 0), 0);
        operator.processElement(good("a", 1), 0);
        operator.processElement(good("b", 0), 0);
        operator.processElement(lost("a", 1), 0);

        // Then: gaps of reassembly and gaps of this stage add up
        assertThat(operator.extractOutputValues()).extracting(Pcm::gaps).containsExactly(0, 1, 2, 0, 3);
        assertThat(operator.getSideOutput(CountLostAudio.DEAD_LETTERS))
                .extracting(StreamRecord::getValue)
                .extracting(DeadLetter::sessionId)
                .containsExactly("a", "a");
    }

    @Test
    void remembersAcrossARestart() throws Exception {
        // Given
        OperatorSubtaskState state;
        var before = open();
        before.processElement(lost("a", 0), 0);
        state = before.snapshot(1, 1);

        // When
        var after = create();
        after.initializeState(state);
        after.open();
        after.processElement(good("a", 0), 0);

        // Then
        assertThat(after.extractOutputValues()).extracting(Pcm::gaps).containsExactly(1);
    }

    @Test
    void forgetsASessionThatHasEnded() throws Exception {
        var operator = open();
        // Given
        operator.processElement(lost("a", 0), 0);
        assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

        // When
        operator.processElement(Transcoded.withoutAudio(batch("a", 0, true)), 0);

        // Then
        assertThat(operator.extractOutputValues()).last().extracting(Pcm::gaps).isEqualTo(1);
        assertThat(operator.numKeyedStateEntries()).isZero();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Transcoded, Pcm> create() throws Exception {
        var operator = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CountLostAudio()),
                transcoded -> transcoded.pcm().session().sessionId(),
                Types.STRING);
        opened.add(operator);
        return operator;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Transcoded, Pcm> open() throws Exception {
        var operator = create();
        operator.open();
        return operator;
    }

    private static Transcoded good(String session, int gaps) {
        Batch batch = batch(session, gaps, false);
        return Transcoded.of(new Pcm(batch.session(), 0, 0, new byte[32], false, gaps));
    }

    private static Transcoded lost(String session, int gaps) {
        return Transcoded.silence(batch(session, gaps, false), "UNDECODABLE", "");
    }

    private static Batch batch(String session, int gaps, boolean end) {
        return new Batch(
                new Session(session, "en", SessionSettings.defaults()),
                0,
                0,
                end ? 0 : 48_000,
                0,
                new byte[0],
                end,
                gaps);
    }
}
