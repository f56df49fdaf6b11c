package dev.dragoman.job.kinesis.source.proxy;

import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** Sorts what the SDK throws by what can be done about it. */
final class Failures {

    /** Kinesis refuses times ahead of its own clock; a start at «now» may be, by the clocks' difference. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Clock clock;

    Failures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Never null, whatever was thrown.
     *
     * @param shardId the shard, if the call named one
     * @param position where in the shard, if the call named it
     */
    StreamProxyException classify(Throwable thrown, @Nullable String shardId, @Nullable StartingPosition position) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof StreamProxyException already) {
            return already;
        }
        String message = String.valueOf(failure.getMessage());
        return new StreamProxyException(reason(failure, message, shardId, position), message, failure);
    }

    private Reason reason(
            Throwable failure, String message, @Nullable String shardId, @Nullable StartingPosition position) {
        if (failure instanceof ExpiredIteratorException) {
            return Reason.ITERATOR_EXPIRED;
        }
        if (failure instanceof ProvisionedThroughputExceededException
                || failure instanceof LimitExceededException
                || failure instanceof KmsThrottlingException
                || failure instanceof ResourceInUseException
                || failure instanceof ExpiredNextTokenException) {
            return Reason.TRY_LATER;
        }
        if (failure instanceof ResourceNotFoundException) {
            // Kinesis says the same of a stream that is not there; that one the job must not take for read.
            return shardId != null && message.contains(shardId) ? Reason.SHARD_GONE : Reason.REFUSED;
        }
        if (failure instanceof InvalidArgumentException && position != null && isAhead(position)) {
            return Reason.TRY_LATER;
        }
        if (failure instanceof AwsServiceException service) {
            return service.isThrottlingException() || service.statusCode() >= 500 ? Reason.TRY_LATER : Reason.REFUSED;
        }
        // Not reached, connection lost, no answer in time, answer not readable.
        return Reason.TRY_LATER;
    }

    private boolean isAhead(StartingPosition position) {
        return position.timestamp() != null
                && position.timestamp().isAfter(clock.instant().minus(CLOCKS_APART));
    }
}
