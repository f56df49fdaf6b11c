package dev.dragoman.ingest;

import dev.dragoman.protocol.Problem;

/** What was asked for may not be done; nothing was done. The connection stays. */
final class RefusedException extends Exception {

    private final transient Problem problem;

    RefusedException(Problem problem) {
        // Nobody looks at where it came from: it is an answer.
        super(problem.code().name(), null, false, false);
        this.problem = problem;
    }

    /** What the asker is told. */
    Problem problem() {
        return problem;
    }
}
