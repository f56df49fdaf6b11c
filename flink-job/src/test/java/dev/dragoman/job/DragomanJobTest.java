package dev.dragoman.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.config.JobConfiguration;
import dev.dragoman.job.config.JobConfigurationTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The job's graph reads as the design's picture, and every stage can be found again in a savepoint. */
class DragomanJobTest {

    private static final List<String> STAGES = List.of(
            "fetch",
            "reassemble",
            "transcode",
            "count-lost-audio",
            "transcribe",
            "languages",
            "translate",
            "synthesize",
            "store",
            "partials",
            "translate-partials",
            "order",
            "watch",
            "look",
            "status",
            "end-abandoned",
            "notify");

    @Test
    void everyStageIsOneOperatorWithItsNameAsItsUid() {
        // When
        Map<String, String> uids = graph(StreamExecutionEnvironment.getExecutionEnvironment()).getStreamNodes().stream()
                .filter(node -> node.getTransformationUID() != null)
                .collect(Collectors.toMap(
                        StreamNode::getOperatorName, StreamNode::getTransformationUID, (first, second) -> first));

        // Then
        assertThat(uids).containsKeys(STAGES.toArray(String[]::new));
        STAGES.forEach(stage -> assertThat(uids).containsEntry(stage, stage));
    }

    @Test
    void noRecordWaitsLongForOthersThoughNothingIsSetForTheWholeProgram() {
        // Given
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();

        // When
        StreamGraph graph = graph(environment);

        // Then
        assertThat(environment.getConfiguration().getOptional(ExecutionOptions.BUFFER_TIMEOUT))
                .isEmpty();
        assertThat(graph.getStreamNodes())
                .filteredOn(node -> STAGES.contains(node.getOperatorName()))
                .hasSize(STAGES.size())
                .allSatisfy(node -> assertThat(node.getBufferTimeout()).isEqualTo(5));
    }

    /**
     * State is found again by these, in the savepoint that an update takes: an operator of another name
     * would begin empty, and what it kept would be refused. Add; never change or remove without a word in
     * the change log.
     */
    @Test
    void everyOperatorIsFoundAgainInASavepointOfEarlier() {
        // When
        List<String> uids = graph(StreamExecutionEnvironment.getExecutionEnvironment()).getStreamNodes().stream()
                .map(StreamNode::getTransformationUID)
                .filter(Objects::nonNull)
                .sorted()
                .toList();

        // Then
        assertThat(uids)
                .containsExactly(
                        "Sink Committer: dead-letters",
                        "Sink Committer: transcripts-jsonl",
                        "Sink Committer: transcripts-vtt",
                        "collect-transcripts",
                        "count-dead-letters",
                        "count-lost-audio",
                        "dead-letters",
                        "end-abandoned",
                        "fetch",
                        "languages",
                        "look",
                        "notify",
                        "order",
                        "partials",
                        "problems",
                        "readable",
                        "reassemble",
                        "source",
                        "status",
                        "store",
                        "synthesize",
                        "timeless",
                        "transcode",
                        "transcribe",
                        "transcripts-jsonl",
                        "transcripts-vtt",
                        "translate",
                        "translate-partials",
                        "wanted",
                        "watch");
    }

    @Test
    void nothingThatFlowsOrIsKeptFallsBackToKryo() {
        // Building the graph makes every serializer; with generic types forbidden a Kryo one would throw.
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        StreamGraph graph = graph(environment);

        assertThat(environment.getConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();
        assertThat(graph.getJobGraph().getNumberOfVertices()).isPositive();
    }

    private static StreamGraph graph(StreamExecutionEnvironment environment) {
        DragomanJob.build(environment, JobConfiguration.from(JobConfigurationTest.enough()));
        return environment.getStreamGraph();
    }
}
