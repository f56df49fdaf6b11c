package dev.dragoman.job.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dragoman.job.service.ServiceException.Reason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsFailureTest {

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, 400, THROTTLED",
        "TooManyRequestsException, 429, THROTTLED",
        "LimitExceededException, 429, THROTTLED",
        "ProvisionedThroughputExceededException, 400, THROTTLED",
        "ServiceUnavailableException, 503, UNAVAILABLE",
        "InternalServerException, 500, UNAVAILABLE",
        "UnsupportedLanguagePairException, 400, REFUSED",
        "AccessDeniedException, 403, REFUSED"
    })
    void tellsWhyWithoutWhatWasSaid(String code, int status, Reason reason) {
        // Given
        AwsServiceException failure = AwsServiceException.builder()
                .statusCode(status)
                .message("Value 'A secret.' at 'text' is wrong")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("Value 'A secret.' at 'text' is wrong")
                        .build())
                .build();

        // When
        ServiceException read = AwsFailure.of(new CompletionException(failure));

        // Then
        assertThat(read.reason()).isEqualTo(reason);
        assertThat(read).hasMessage(reason + ": " + code + ", status " + status);
    }

    @Test
    void anEndpointOutOfReachMayComeBack() {
        ServiceException read = AwsFailure.of(SdkClientException.create("no route", new IOException("no route")));

        assertThat(read).hasMessage("UNAVAILABLE: IOException");
    }

    @Test
    void givingUpTakesTheRequestDown() {
        CompletableFuture<String> request = new CompletableFuture<>();

        AwsFailure.read(request, answer -> answer).cancel(true);

        assertThat(request).isCancelled();
    }
}
