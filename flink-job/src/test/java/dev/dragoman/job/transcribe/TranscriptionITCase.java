package dev.dragoman.job.transcribe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Pcm;
import dev.dragoman.job.model.Utterance;
import dev.dragoman.job.transcribe.FakeTranscriber.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stage in a job: real mailbox, real clock, several subtasks, no Kryo. */
class TranscriptionITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @Test
    void manySessionsAreRecognisedToTheLastWordBeforeTheJobEnds() throws Exception {
        // Given
        List<Pcm> input = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Talk talk = Talk.of("talk-" + i).words(1, 10).pause(700).words(11, 14);
            input.addAll(talk.batches(250));
            if (i % 2 == 0) {
                input.add(talk.end());
            }
        }

        // When
        List<Utterance> told =
                stage(input, FakeTranscriber::new, Duration.ofMinutes(1)).executeAndCollect(10_000);

        // Then
        for (int i = 0; i < 8; i++) {
            String sessionId = "talk-" + i;
            String text = told.stream()
                    .filter(utterance -> utterance.session().sessionId().equals(sessionId))
                    .filter(utterance -> utterance.kind() == Utterance.Kind.FINAL)
                    .sorted(Comparator.comparing(Utterance::ordinal))
                    .map(Utterance::text)
                    .collect(Collectors.joining(" "));
            assertThat(text).as(sessionId).isEqualTo(Talk.text(1, 14));
        }
        assertThat(told)
                .filteredOn(utterance -> utterance.kind() == Utterance.Kind.END)
                .hasSize(4);
    }

    @Test
    void aServiceThatNeverAnswersDoesNotKeepTheJobFromEnding() throws Exception {
        // Given
        Talk talk = Talk.inEnglish().words(1, 10);
        List<Pcm> input = new ArrayList<>(talk.batches(250));
        input.add(talk.end());

        // When
        List<DeadLetter> letters = stage(input, TranscriptionITCase::mute, Duration.ofSeconds(1))
                .getSideOutput(Transcription.DEAD_LETTERS)
                .executeAndCollect(10);

        // Then
        assertThat(letters).extracting(DeadLetter::reference).containsExactly("0-3000 ms");
    }

    private static SingleOutputStreamOperator<Utterance> stage(
            List<Pcm> input, TranscriberFactory transcribers, Duration endTimeout) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment job = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        job.setParallelism(2);
        TranscribeSettings settings = Settings.defaults().endTimeout(endTimeout).build();
        return Transcription.of(
                job.fromData(input).keyBy(pcm -> pcm.session().sessionId(), Types.STRING), transcribers, settings);
    }

    private static Transcriber mute() {
        FakeTranscriber transcriber = new FakeTranscriber();
        for (int i = 0; i < 100; i++) {
            transcriber.faults(new Fault.MuteAt(0));
        }
        return transcriber;
    }
}
