package dev.dragoman.client;

import dev.dragoman.protocol.Problem;

/** The server refused what was asked; its problem says what was wrong and what is accepted. */
public final class ProblemException extends Exception {

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(sentence(problem));
        this.problem = problem;
    }

    /** What the server said. */
    public Problem problem() {
        return problem;
    }

    private static String sentence(Problem problem) {
        return problem.accepted() == null
                ? problem.message()
                : problem.message() + " Accepted: " + problem.accepted() + ".";
    }
}
