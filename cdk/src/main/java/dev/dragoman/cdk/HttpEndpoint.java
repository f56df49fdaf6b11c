package dev.dragoman.cdk;

import dev.dragoman.protocol.HttpRoute;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpLambdaAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpLambdaAuthorizerProps;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpLambdaResponseType;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpStage;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The HTTP API: the routes of the protocol, those that need a signed-in user behind the authorizer, and
 * the question that browsers ask before they call another origin. Its log has no query strings.
 */
final class HttpEndpoint extends Construct {

    /** A browser's question; answered by the same function. */
    static final String PREFLIGHT = "/{proxy+}";

    private final HttpApi api;

    HttpEndpoint(
            Construct scope, String id, Deployment deployment, IngestFunction requests, IngestFunction authorizer) {
        super(scope, id);
        api = HttpApi.Builder.create(this, "Api")
                .apiName(deployment.stackName("http"))
                .description("Pages and scripts")
                .createDefaultStage(false)
                .build();
        HttpLambdaIntegration integration = new HttpLambdaIntegration("Requests", requests.live());
        HttpLambdaAuthorizer signedIn = new HttpLambdaAuthorizer(
                "SignedIn",
                authorizer.live(),
                HttpLambdaAuthorizerProps.builder()
                        .responseTypes(List.of(HttpLambdaResponseType.SIMPLE))
                        .identitySource(List.of("$request.header.Authorization"))
                        .resultsCacheTtl(Duration.seconds(0))
                        .build());
        for (HttpRoute route : HttpRoute.values()) {
            AddRoutesOptions.Builder options = AddRoutesOptions.builder()
                    .path(route.path())
                    .methods(List.of(HttpMethod.valueOf(route.method())))
                    .integration(integration);
            if (route.signedIn()) {
                options.authorizer(signedIn);
            }
            api.addRoutes(options.build());
        }
        api.addRoutes(AddRoutesOptions.builder()
                .path(PREFLIGHT)
                .methods(List.of(HttpMethod.OPTIONS))
                .integration(integration)
                .build());
        HttpStage stage = HttpStage.Builder.create(this, "Stage")
                .httpApi(api)
                .stageName("$default")
                .autoDeploy(true)
                .build();
        LogGroup logs = Logs.group(this, deployment, "http-access");
        CfnStage plain = (CfnStage) stage.getNode().getDefaultChild();
        plain.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(logs.getLogGroupArn())
                .format(
                        "{\"time\":\"$context.requestTime\",\"id\":\"$context.requestId\","
                                + "\"route\":\"$context.routeKey\",\"status\":\"$context.status\","
                                + "\"millis\":\"$context.integrationLatency\","
                                + "\"error\":\"$context.integrationErrorMessage\",\"authorizer\":\"$context.authorizer.error\"}")
                .build());
        int rate = Math.min(WebSocketEndpoint.MOST_PER_SECOND, 100 + 10 * deployment.sessions());
        plain.setDefaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                .throttlingRateLimit(rate)
                .throttlingBurstLimit(Math.min(5_000, 2 * rate))
                .detailedMetricsEnabled(true)
                .build());
        Nag.accept(
                api,
                "AwsSolutions-APIG4",
                "What anybody may read is read without signing in; routes that change something have the authorizer");
    }

    /** What is measured. */
    HttpApi api() {
        return api;
    }

    /** Where it is. */
    String address() {
        return api.getApiEndpoint();
    }
}
