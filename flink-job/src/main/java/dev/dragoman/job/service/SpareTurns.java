package dev.dragoman.job.service;

import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What a stage's main line leaves of its service's rate, for calls beside it that may as well not be
 * made: there is a turn at once, when nobody of the main line waits, or none. Safe for use by many
 * threads; never blocks.
 */
public final class SpareTurns implements AutoCloseable {

    private final Turns turns;

    private SpareTurns(Turns turns) {
        this.turns = turns;
    }

    /**
     * What a stage leaves in this JVM.
     *
     * @param runtime of a subtask of the operator beside it, which has as many as the stage
     * @param stage the stage's name
     * @param rate the stage's rate
     */
    public static SpareTurns of(RuntimeContext runtime, String stage, RateSettings rate) {
        return new SpareTurns(RateLimit.visit(
                limit(runtime, stage), rate, runtime.getTaskInfo().getNumberOfParallelSubtasks()));
    }

    /** Under which name all subtasks of a job's stage in a JVM find their limit. */
    static String limit(RuntimeContext runtime, String stage) {
        return runtime.getJobInfo().getJobId() + "/" + stage;
    }

    /** Takes a turn, if there is one. */
    public boolean take() {
        return turns.now();
    }

    /** The service says that it was asked too much. */
    public void throttled() {
        turns.throttled();
    }

    @Override
    public void close() {
        turns.close();
    }
}
