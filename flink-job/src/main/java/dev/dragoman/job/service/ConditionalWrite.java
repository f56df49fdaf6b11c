package dev.dragoman.job.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Writes to a DynamoDB table that are done only under a condition. */
public final class ConditionalWrite {

    private ConditionalWrite() {}

    /**
     * Whether a write was done; not if its condition did not hold. Every other failure is a {@link
     * ServiceException}.
     */
    public static CompletableFuture<Boolean> done(CompletableFuture<?> write) {
        return Answers.read(write, written -> true, failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ConditionalCheckFailedException) {
                return false;
            }
            throw new CompletionException(AwsFailure.of(failure));
        });
    }
}
