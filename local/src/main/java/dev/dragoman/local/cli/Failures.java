package dev.dragoman.local.cli;

import dev.dragoman.client.ProblemException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Puts what went wrong into a user's words: never a stack trace. */
final class Failures {

    private Failures() {}

    static String inWords(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException problem) {
            return problem.getMessage() + " (" + problem.problem().code() + ")";
        }
        if (cause instanceof ConnectException) {
            return "nobody answers there; is the system running? (./dragoman run)";
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? "failed: " + cause.getClass().getSimpleName()
                : message;
    }
}
