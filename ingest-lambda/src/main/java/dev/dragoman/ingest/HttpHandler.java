package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.dragoman.protocol.ProtocolJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Lambda function behind the HTTP API (payload 2.0), for pages and scripts:
 *
 * <ul>
 *   <li>{@code POST /sessions}: creates a session; needs a signed-in user
 *   <li>{@code GET /sessions/{sessionId}}: what anybody may know of it
 *   <li>{@code DELETE /sessions/{sessionId}}: ends it; needs its owner
 *   <li>{@code GET /languages}: what can be spoken and heard
 *   <li>{@code GET /audio/{sessionId}/{language}?since={mediaMillis}}: the interpretations from a media
 *       time on, or with {@code ?last={millis}} those of the newest so many milliseconds, presigned afresh; of a session with a passcode for those who bring a {@code
 *       dragoman-ticket} or a {@code dragoman-passcode}
 * </ul>
 *
 * <p>What can't be done is answered with a problem as JSON and the status that fits. Who is signed in
 * is what {@link HttpAuthorizer} says. Safe for use by many threads.
 */
public final class HttpHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private final HttpRoutes routes;

    /**
     * What Lambda calls while it starts a function: what the first request would have to wait for is done here.
     *
     * @throws IllegalArgumentException naming every mistake in the environment
     */
    public HttpHandler() {
        // What Lambda's function prints is a line of its log, as it is: CloudWatch reads metrics there.
        this(routes(IngestConfiguration.fromEnvironment(System.getenv()), System.out::println));
        routes.warmUp();
    }

    HttpHandler(HttpRoutes routes) {
        this.routes = routes;
    }

    /** A handler with clients of its own; its metrics go to the log. */
    public static HttpHandler create(IngestConfiguration configuration) {
        return new HttpHandler(routes(configuration, IngestLog::metrics));
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        HttpAnswer answer = routes.answer(request(event));
        Map<String, String> headers = new HashMap<>(Map.of(
                "Access-Control-Allow-Origin", "*",
                "Cache-Control", "no-store"));
        headers.putAll(answer.headers());
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(answer.status())
                .withHeaders(headers)
                .withBody(answer.body() == null ? "" : ProtocolJson.write(answer.body()))
                .build();
    }

    private static HttpRequest request(APIGatewayV2HTTPEvent event) {
        APIGatewayV2HTTPEvent.RequestContext context = event.getRequestContext();
        String stage = context.getStage() == null ? "" : "/" + context.getStage();
        String path = context.getHttp().getPath();
        String below = path.startsWith(stage + "/") ? path.substring(stage.length()) : path;
        String body = event.getBody() == null ? "" : event.getBody();
        APIGatewayV2HTTPEvent.RequestContext.Authorizer authorizer = context.getAuthorizer();
        Object user = authorizer == null || authorizer.getLambda() == null
                ? null
                : authorizer.getLambda().get(Authorizer.USER);
        String address = context.getHttp().getSourceIp();
        return new HttpRequest(
                context.getHttp().getMethod(),
                List.of(below.substring(1).split("/", -1)),
                event.getQueryStringParameters() == null ? Map.of() : event.getQueryStringParameters(),
                event.getHeaders() == null ? Map.of() : event.getHeaders(),
                event.getIsBase64Encoded()
                        ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                        : body,
                new Caller("", user instanceof String sub ? sub : null, address == null ? "" : address));
    }

    private static HttpRoutes routes(IngestConfiguration configuration, Consumer<String> metrics) {
        return new HttpRoutes(AwsServices.of(configuration, metrics), configuration);
    }
}
