package dev.dragoman.job.savepoint;

import dev.dragoman.job.DragomanJob;
import dev.dragoman.job.config.JobConfiguration;
import dev.dragoman.job.config.JobConfigurationTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * The job of today, operator by operator, each opened with what a savepoint has of it. No service is there:
 * whatever is under way in the savepoint is asked for again, fails, and nobody waits for it.
 */
final class TodaysJob {

    /** What Flink takes for a job of one to 85 subtasks. */
    private static final int MAX_PARALLELISM = 128;

    private static final String NOWHERE = "http://127.0.0.1:1";

    /** Operators of Flink itself, with state of Flink itself, that need more around them than can be had here. */
    private static final Set<String> FLINKS_OWN = Set.of(
            "source",
            "dead-letters",
            "transcripts-jsonl",
            "transcripts-vtt",
            "Sink Committer: dead-letters",
            "Sink Committer: transcripts-jsonl",
            "Sink Committer: transcripts-vtt");

    private final List<StreamNode> nodes;

    TodaysJob() {
        Map<String, Properties> groups = JobConfigurationTest.enough();
        for (String group : List.of("Source", "Chunks", "Transcribe", "Translate", "Synthesize")) {
            groups.computeIfAbsent(group, name -> new Properties()).setProperty("aws.endpoint", NOWHERE);
        }
        groups.get("Deliver").setProperty("s3.endpoint", NOWHERE);
        groups.get("Deliver").setProperty("dynamodb.endpoint", NOWHERE);
        groups.get("Deliver").setProperty("gateway.endpoint", NOWHERE);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        DragomanJob.build(environment, JobConfiguration.from(groups));
        nodes = environment.getStreamGraph().getStreamNodes().stream()
                .filter(node -> node.getTransformationUID() != null)
                .toList();
    }

    /** Whether a line of a {@link StateListing} is of an operator that is opened here, or of a type. */
    static boolean isOurs(String line) {
        return FLINKS_OWN.stream().noneMatch(uid -> line.startsWith("state " + uid + " "));
    }

    /** Operators with state in a savepoint that the job of today has not. */
    Set<String> unknown(Collection<OperatorState> operators) {
        Set<String> known =
                nodes.stream().map(StreamNode::getTransformationUID).collect(Collectors.toCollection(TreeSet::new));
        return operators.stream()
                .filter(operator -> operator.getStateSize() > 0)
                .map(operator -> operator.getOperatorUid().orElse("without uid"))
                .filter(uid -> !known.contains(uid))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Opens every operator with its state and lets it take a snapshot.
     *
     * @throws Exception if an operator can't be opened with what is there
     */
    StateListing restored(Collection<OperatorState> operators) throws Exception {
        StateListing today = new StateListing();
        for (StreamNode node : nodes) {
            String uid = node.getTransformationUID();
            if (FLINKS_OWN.contains(uid)) {
                continue;
            }
            List<OperatorState> its = operators.stream()
                    .filter(operator -> uid.equals(operator.getOperatorUid().orElse(null)))
                    .toList();
            try {
                today.add(uid, restored(node, its));
            } catch (Exception e) {
                throw new IllegalStateException(uid + " can't be restored", e);
            }
        }
        return today;
    }

    private static OperatorSubtaskState restored(StreamNode node, List<OperatorState> its) throws Exception {
        try (Harness<?> harness = new Harness<>(Objects.requireNonNull(node.getOperatorFactory()), node)) {
            harness.initializeState(inOneSubtask(its));
            harness.open();
            return harness.snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                    .getJobManagerOwnedState();
        }
    }

    private static OperatorSubtaskState inOneSubtask(List<OperatorState> its) {
        List<OperatorSubtaskState> subtasks = new ArrayList<>();
        its.forEach(operator -> subtasks.addAll(operator.getStates()));
        return OperatorSubtaskState.builder()
                .setManagedKeyedState(new StateObjectCollection<>(subtasks.stream()
                        .flatMap(state -> state.getManagedKeyedState().stream())
                        .toList()))
                .setManagedOperatorState(new StateObjectCollection<>(subtasks.stream()
                        .flatMap(state -> state.getManagedOperatorState().stream())
                        .toList()))
                .build();
    }

    /** An operator as it stands in the graph. */
    private static final class Harness<T> extends AbstractStreamOperatorTestHarness<T> {

        Harness(StreamOperatorFactory<T> factory, StreamNode node) throws Exception {
            super(factory, MAX_PARALLELISM, 1, 0);
            config.setupNetworkInputs(node.getTypeSerializersIn());
            if (node.getStateKeySerializer() != null) {
                KeySelector<?, ?>[] keys = node.getStatePartitioners();
                for (int input = 0; input < keys.length; input++) {
                    config.setStatePartitioner(input, keys[input]);
                }
                config.setStateKeySerializer(node.getStateKeySerializer());
            }
            config.serializeAllConfigs();
        }

        @Override
        public void close() {
            try {
                super.close();
            } catch (Exception e) {
                throw new IllegalStateException("an operator can't be closed", e);
            }
        }
    }
}
