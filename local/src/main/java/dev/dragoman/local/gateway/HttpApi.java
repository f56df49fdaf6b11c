package dev.dragoman.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import dev.dragoman.local.http.RequestBody;
import dev.dragoman.protocol.HttpRoute;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP API on the gateway's port: each request calls the Lambda function with the event that API
 * Gateway would make of it (payload 2.0), after the authorizer where the route has one. A request
 * without a token gets 401 there, one that the authorizer refuses 403, and one whose authorizer or
 * function fails 500; pages of any origin may read that. What has no route is left to the next handler.
 */
final class HttpApi extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LogManager.getLogger(HttpApi.class);

    /** API Gateway takes 10 MB. */
    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final String JSON = "application/json";

    private static final List<Route> ROUTES =
            Arrays.stream(HttpRoute.values()).map(Route::new).toList();

    private final RequestHandler<APIGatewayV2CustomAuthorizerEvent, SimpleIAMPolicyResponse> authorizer;
    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function;
    private final Executor lambda;
    private final Clock clock;

    HttpApi(
            RequestHandler<APIGatewayV2CustomAuthorizerEvent, SimpleIAMPolicyResponse> authorizer,
            RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            Executor lambda,
            Clock clock) {
        this.authorizer = authorizer;
        this.function = function;
        this.lambda = lambda;
        this.clock = clock;
    }

    /** A route and the paths that take it. */
    private record Route(HttpRoute route, Pattern shape) {

        Route(HttpRoute route) {
            this(route, Pattern.compile(route.path().replaceAll("\\{\\w+}", "[^/]+")));
        }

        String key() {
            return route.key();
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        List<Route> here = ROUTES.stream()
                .filter(route -> route.shape.matcher(path).matches())
                .toList();
        if (here.isEmpty()) {
            return false;
        }
        Route route = here.stream()
                .filter(it -> it.route.method().equals(request.getMethod()))
                .findFirst()
                .orElse(null);
        boolean asksFirst = request.getMethod().equals("OPTIONS");
        if (route == null && !asksFirst) {
            write(response, callback, 404, "{\"message\":\"Not Found\"}");
            return true;
        }
        var unused = RequestBody.read(request, MOST_BYTES)
                .thenAcceptAsync(
                        body -> serve(route, request, new String(body, StandardCharsets.UTF_8), response, callback),
                        lambda)
                .exceptionally(failure -> {
                    boolean tooLarge = failure.getCause() instanceof IllegalStateException;
                    int status = tooLarge ? 413 : 500;
                    String message = tooLarge ? "Request Entity Too Large" : "Internal Server Error";
                    write(response, callback, status, "{\"message\":\"" + message + "\"}");
                    return null;
                });
        return true;
    }

    /** A null route is a browser's question before a request to another origin. */
    private void serve(@Nullable Route route, Request request, String body, Response response, Callback callback) {
        Map<String, String> headers = headers(request);
        Map<String, Object> user = Map.of();
        try {
            if (route != null && route.route.signedIn()) {
                if (!headers.containsKey("authorization")) {
                    write(response, callback, 401, "{\"message\":\"Unauthorized\"}");
                    return;
                }
                SimpleIAMPolicyResponse said = authorizer.handleRequest(authorization(route, headers), context());
                if (!said.getIsAuthorized()) {
                    write(response, callback, 403, "{\"message\":\"Forbidden\"}");
                    return;
                }
                user = Map.copyOf(said.getContext() == null ? Map.of() : said.getContext());
            }
            write(response, callback, function.handleRequest(event(route, request, headers, body, user), context()));
        } catch (RuntimeException e) {
            LOG.error("{} failed", route == null ? "OPTIONS" : route.key(), e);
            write(response, callback, 500, "{\"message\":\"Internal Server Error\"}");
        }
    }

    private static APIGatewayV2CustomAuthorizerEvent authorization(Route route, Map<String, String> headers) {
        APIGatewayV2CustomAuthorizerEvent event = new APIGatewayV2CustomAuthorizerEvent();
        event.setVersion("2.0");
        event.setType("REQUEST");
        event.setRouteKey(route.key());
        event.setIdentitySource(List.of(headers.getOrDefault("authorization", "")));
        event.setHeaders(headers);
        return event;
    }

    private APIGatewayV2HTTPEvent event(
            @Nullable Route route,
            Request request,
            Map<String, String> headers,
            String body,
            Map<String, Object> user) {
        String path = Request.getPathInContext(request);
        String key = route == null ? "$default" : route.key();
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRouteKey(key)
                .withRawPath(path)
                .withRawQueryString(
                        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""))
                .withHeaders(headers)
                .withQueryStringParameters(query(request))
                .withBody(body.isEmpty() ? null : body)
                .withIsBase64Encoded(false)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withRouteKey(key)
                        .withStage("$default")
                        .withApiId("dragoman")
                        .withDomainName(Request.getServerName(request))
                        .withTimeEpoch(clock.millis())
                        .withRequestId(UUID.randomUUID().toString())
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(request.getMethod())
                                .withPath(path)
                                .withProtocol("HTTP/1.1")
                                .withSourceIp(Request.getRemoteAddr(request))
                                .withUserAgent(headers.getOrDefault("user-agent", ""))
                                .build())
                        .withAuthorizer(
                                user.isEmpty()
                                        ? null
                                        : APIGatewayV2HTTPEvent.RequestContext.Authorizer.builder()
                                                .withLambda(user)
                                                .build())
                        .build())
                .build();
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT), field.getValue(), (one, other) -> one + "," + other);
        }
        return headers;
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), String.join(",", field.getValues()));
        }
        return query;
    }

    private static LocalContext context() {
        return new LocalContext(UUID.randomUUID().toString());
    }

    private static void write(Response response, Callback callback, APIGatewayV2HTTPResponse answer) {
        response.setStatus(answer.getStatusCode());
        if (answer.getBody() != null && !answer.getBody().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        }
        if (answer.getHeaders() != null) {
            answer.getHeaders().forEach((name, value) -> response.getHeaders().put(name, value));
        }
        Content.Sink.write(response, true, Objects.requireNonNullElse(answer.getBody(), ""), callback);
    }

    private static void write(Response response, Callback callback, int status, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
        // Without it a page elsewhere could not even read that it was refused.
        response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        Content.Sink.write(response, true, body, callback);
    }
}
