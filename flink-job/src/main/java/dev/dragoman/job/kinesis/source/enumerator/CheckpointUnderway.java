package dev.dragoman.job.kinesis.source.enumerator;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Whether a checkpoint is between the enumerator's part of it and its end. What is sent to a reader then
 * waits inside Flink for the reader's part; if a task fails before that, Flink 2.3 forgets it, and the
 * next checkpoint waits for it in vain until its timeout, and with it all that is sent later ({@code
 * SubtaskGatewayImpl}: a reset replaces the gateway that has the blocked events). So nothing is sent
 * meanwhile, unless the checkpoint takes longer than a bound: it may have ended without a word.
 *
 * <p>Used by the coordinator thread.
 */
final class CheckpointUnderway {

    private final Clock clock;
    private final long boundMillis;
    private @Nullable Long last;
    private long beganMillis;

    CheckpointUnderway(Clock clock, long boundMillis) {
        this.clock = clock;
        this.boundMillis = boundMillis;
    }

    /** The enumerator's part is taken. */
    void began(long checkpointId) {
        last = checkpointId;
        beganMillis = clock.millis();
    }

    /** A checkpoint is complete or aborted; then all before it have ended as well. */
    void ended(long checkpointId) {
        if (last != null && last <= checkpointId) {
            last = null;
        }
    }

    /** Tasks failed, which ends all checkpoints. */
    void failed() {
        last = null;
    }

    boolean isUnderway() {
        return last != null && clock.millis() - beganMillis < boundMillis;
    }
}
