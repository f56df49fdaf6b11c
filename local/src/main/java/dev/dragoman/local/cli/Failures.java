package dev.dragoman.local.cli;

import dev.dragoman.client.ConnectionLostException;
import dev.dragoman.client.ProblemException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.websocket.core.exception.UpgradeException;

/** Puts what went wrong into a user's words: never a stack trace. */
final class Failures {

    private Failures() {}

    static String inWords(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof UncheckedIOException
                        || (cause instanceof IllegalStateException
                                && cause.getCause() instanceof ConnectionLostException))
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
        if (cause instanceof UpgradeException refused && refused.getResponseStatusCode() == 401) {
            return "the token is not good at " + refused.getRequestURI()
                    + "; is it for that system, and did it expire?";
        }
        if (cause instanceof UpgradeException upgrade) {
            return "no WebSocket of Dragoman answers at " + upgrade.getRequestURI();
        }
        if (cause instanceof SSLException) {
            return "the server there does not speak TLS; is it ws:// instead of wss://?";
        }
        if (cause instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is a file, not a folder";
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? "failed: " + cause.getClass().getSimpleName()
                : message;
    }
}
