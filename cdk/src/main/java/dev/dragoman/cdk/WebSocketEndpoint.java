package dev.dragoman.cdk;

import dev.dragoman.protocol.ClientMessage;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.WebSocketLambdaAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.WebSocketLambdaAuthorizerProps;
import software.amazon.awscdk.aws_apigatewayv2_integrations.WebSocketLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.WebSocketApi;
import software.amazon.awscdk.services.apigatewayv2.WebSocketRouteOptions;
import software.amazon.awscdk.services.apigatewayv2.WebSocketStage;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The WebSocket API: a route for each message of the protocol, all to one function, each with an answer;
 * only those connect whom the authorizer lets in. What its log keeps has neither query strings, which may
 * hold tokens, nor addresses.
 */
final class WebSocketEndpoint extends Construct {

    /** The name in the address. */
    static final String STAGE = "live";

    /** The largest rate of API Gateway that an account has by default. */
    static final int MOST_PER_SECOND = 10_000;

    /** What a talk sends at most while it catches up after an outage, and its listeners' signs of life. */
    private static final int PER_SESSION = 50;

    private final WebSocketApi api;

    WebSocketEndpoint(
            Construct scope, String id, Deployment deployment, IngestFunction messages, IngestFunction authorizer) {
        super(scope, id);
        WebSocketLambdaIntegration integration = new WebSocketLambdaIntegration("Messages", messages.live());
        api = WebSocketApi.Builder.create(this, "Api")
                .apiName(deployment.stackName("web-socket"))
                .description("Speakers and listeners")
                .routeSelectionExpression("$request.body.action")
                .connectRouteOptions(WebSocketRouteOptions.builder()
                        .integration(integration)
                        .authorizer(new WebSocketLambdaAuthorizer(
                                "SignedIn",
                                authorizer.live(),
                                // None: who has no token may listen.
                                WebSocketLambdaAuthorizerProps.builder()
                                        .identitySource(List.of())
                                        .build()))
                        .returnResponse(true)
                        .build())
                .disconnectRouteOptions(
                        WebSocketRouteOptions.builder().integration(integration).build())
                .build();
        Stream.concat(ClientMessage.actions().stream(), Stream.of("$default"))
                .forEach(action -> api.addRoute(
                        action,
                        WebSocketRouteOptions.builder()
                                .integration(integration)
                                .returnResponse(true)
                                .build()));
        WebSocketStage stage = WebSocketStage.Builder.create(this, "Stage")
                .webSocketApi(api)
                .stageName(STAGE)
                .autoDeploy(true)
                .build();
        // The integration allows its first route alone to call the function; it is the same for all.
        messages.live()
                .addPermission(
                        "EveryRoute",
                        Permission.builder()
                                .principal(new ServicePrincipal("apigateway.amazonaws.com"))
                                .sourceArn(arn() + "/" + STAGE + "/*")
                                .build());
        LogGroup logs = Logs.group(this, deployment, "web-socket-access");
        int rate = Math.min(MOST_PER_SECOND, 200 + PER_SESSION * deployment.sessions());
        CfnStage plain = (CfnStage) stage.getNode().getDefaultChild();
        plain.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(logs.getLogGroupArn())
                .format("{\"time\":\"$context.requestTime\",\"id\":\"$context.requestId\","
                        + "\"connection\":\"$context.connectionId\",\"event\":\"$context.eventType\","
                        + "\"route\":\"$context.routeKey\",\"status\":\"$context.status\","
                        + "\"millis\":\"$context.integration.latency\","
                        + "\"error\":\"$context.integration.error\",\"authorizer\":\"$context.authorizer.error\"}")
                .build());
        plain.setDefaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                .throttlingRateLimit(rate)
                .throttlingBurstLimit(Math.min(5_000, 2 * rate))
                .detailedMetricsEnabled(true)
                .build());
        Nag.accept(
                api,
                "AwsSolutions-APIG4",
                "A WebSocket is authorized once, at $connect; every later message is on a connection that was");
    }

    /** What is measured. */
    WebSocketApi api() {
        return api;
    }

    /** Where clients connect. */
    String address() {
        return "wss://" + host();
    }

    /** Where the job tells them something. */
    String connections() {
        return "https://" + host();
    }

    /** What may be called there. */
    String connectionsArn() {
        return arn() + "/" + STAGE + "/POST/@connections/*";
    }

    private String arn() {
        return "arn:" + Aws.PARTITION + ":execute-api:" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":" + api.getApiId();
    }

    private String host() {
        return api.getApiId() + ".execute-api." + Aws.REGION + "." + Aws.URL_SUFFIX + "/" + STAGE;
    }
}
