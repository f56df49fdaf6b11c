package dev.dragoman.job.kinesis.source.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.kinesis.ManualClock;
import dev.dragoman.job.kinesis.source.proxy.StreamProxyException.Reason;
import dev.dragoman.job.kinesis.source.split.StartingPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class FailuresTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Failures failures = new Failures(new ManualClock(NOW));

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(ExpiredIteratorException.builder().build(), Reason.ITERATOR_EXPIRED),
                Arguments.of(ProvisionedThroughputExceededException.builder().build(), Reason.TRY_LATER),
                Arguments.of(LimitExceededException.builder().build(), Reason.TRY_LATER),
                Arguments.of(ResourceInUseException.builder().build(), Reason.TRY_LATER),
                Arguments.of(KinesisException.builder().statusCode(500).build(), Reason.TRY_LATER),
                Arguments.of(KinesisException.builder().statusCode(503).build(), Reason.TRY_LATER),
                Arguments.of(
                        KinesisException.builder()
                                .statusCode(400)
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode("ThrottlingException")
                                        .build())
                                .build(),
                        Reason.TRY_LATER),
                Arguments.of(SdkClientException.create("connection refused"), Reason.TRY_LATER),
                Arguments.of(ApiCallTimeoutException.create(10_000), Reason.TRY_LATER),
                Arguments.of(new IOException("connection reset"), Reason.TRY_LATER),
                Arguments.of(new CompletionException(new IOException("connection reset")), Reason.TRY_LATER),
                Arguments.of(AccessDeniedException.builder().statusCode(400).build(), Reason.REFUSED),
                Arguments.of(InvalidArgumentException.builder().statusCode(400).build(), Reason.REFUSED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhatCanBeDone(Throwable failure, Reason reason) {
        assertThat(failures.classify(failure, "shard", StartingPosition.fromStart())
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void tellsAShardThatIsGoneFromAStreamThatIsNotThere() {
        assertThat(reasonOfNotFound("Shard shardId-000000000001 in stream x under account 1 does not exist"))
                .isEqualTo(Reason.SHARD_GONE);
        assertThat(reasonOfNotFound("Stream x under account 1 not found.")).isEqualTo(Reason.REFUSED);
    }

    private Reason reasonOfNotFound(String message) {
        Throwable failure = ResourceNotFoundException.builder().message(message).build();
        return failures.classify(failure, "shardId-000000000001", StartingPosition.fromStart())
                .reason();
    }

    @Test
    void aStartAheadOfTheServicesClockComesInTime() {
        Throwable refused = InvalidArgumentException.builder().statusCode(400).build();

        assertThat(failures.classify(refused, "shard", StartingPosition.fromTimestamp(NOW))
                        .reason())
                .isEqualTo(Reason.TRY_LATER);
        assertThat(failures.classify(refused, "shard", StartingPosition.fromTimestamp(NOW.minus(Duration.ofDays(1))))
                        .reason())
                .isEqualTo(Reason.REFUSED);
    }
}
