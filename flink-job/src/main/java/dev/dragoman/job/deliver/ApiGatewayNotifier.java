package dev.dragoman.job.deliver;

import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.service.Answers;
import dev.dragoman.job.service.AwsClient;
import dev.dragoman.job.service.AwsFailure;
import dev.dragoman.job.service.ServiceFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;

/** API Gateway's {@code @connections}. */
public final class ApiGatewayNotifier implements Notifier {

    private final ApiGatewayManagementApiAsyncClient client;

    private ApiGatewayNotifier(ApiGatewayManagementApiAsyncClient client) {
        this.client = client;
    }

    /**
     * Notifiers at the endpoint of a WebSocket API.
     *
     * @param endpoint with its URL, stage included: {@code https://{api}.execute-api.{region}.amazonaws.com/{stage}}
     * @param connections how many messages may be under way at once; each slow listener holds one
     * @throws IllegalArgumentException if the endpoint has no URL: a region alone names no API
     */
    public static ServiceFactory<Notifier> at(AwsEndpoint endpoint, int connections) {
        if (endpoint.override() == null) {
            throw new IllegalArgumentException("url: was missing, accepted the WebSocket API's @connections URL");
        }
        return () -> new ApiGatewayNotifier(
                AwsClient.at(endpoint, ApiGatewayManagementApiAsyncClient.builder(), connections));
    }

    @Override
    public CompletableFuture<Outcome> tell(String connectionId, String message) {
        var call = client.postToConnection(
                request -> request.connectionId(connectionId).data(SdkBytes.fromUtf8String(message)));
        return Answers.read(call, posted -> Outcome.TOLD, failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof GoneException) {
                return Outcome.GONE;
            }
            throw new CompletionException(AwsFailure.of(failure));
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
