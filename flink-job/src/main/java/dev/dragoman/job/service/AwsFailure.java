package dev.dragoman.job.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Reads the AWS SDK's failures as {@link ServiceException}s. Only codes are kept: messages of the
 * services may repeat the text that was sent.
 */
public final class AwsFailure {

    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private AwsFailure() {}

    /** The answer of a call, read; or its failure as a {@link ServiceException}. */
    public static <A, T> CompletableFuture<T> read(CompletableFuture<A> call, Function<A, T> answer) {
        return Answers.read(call, answer, failure -> {
            throw new CompletionException(of(failure));
        });
    }

    /** One failure of the SDK. */
    public static ServiceException of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AwsServiceException service) {
            return ofService(service);
        }
        if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return ServiceException.noAnswer("no answer in time");
        }
        if (cause instanceof SdkClientException) {
            Throwable below = cause.getCause() == null ? cause : cause.getCause();
            return ServiceException.unavailable(below.getClass().getSimpleName());
        }
        return Retry.asServiceException(cause);
    }

    private static ServiceException ofService(AwsServiceException e) {
        String name = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String code = (name == null ? "" : name + ", ") + "status " + e.statusCode();
        if (e.isThrottlingException() || e.statusCode() == TOO_MANY_REQUESTS) {
            return ServiceException.throttled(code);
        }
        return e.statusCode() >= SERVER_ERROR ? ServiceException.unavailable(code) : ServiceException.refused(code);
    }
}
