package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.ProtocolJson;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function behind every WebSocket route: {@code $connect}, {@code $disconnect}, and all
 * messages, which it tells apart by their {@code action}, so that it does not matter which route
 * API Gateway chose. What it answers is the route's response, a server message as JSON; what can't
 * be done is answered with a problem and status 200, and the connection stays.
 *
 * <p>{@code $connect} is answered with the subprotocol {@code dragoman} if it was offered, and with 429
 * and {@code Retry-After} if the address had enough: then there is no connection. Who is signed in is
 * what {@link Authorizer} put into the event's context.
 *
 * <p>Safe for use by many threads.
 */
public final class IngestHandler implements RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> {

    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private final Routes routes;

    /**
     * What Lambda calls while it starts a function, with a whole CPU: so everything that the first
     * message would have to wait for is done here.
     *
     * @throws IllegalArgumentException naming every mistake in the environment
     */
    public IngestHandler() {
        // What Lambda's function prints is a line of its log, as it is: CloudWatch reads metrics there.
        this(routes(IngestConfiguration.fromEnvironment(System.getenv()), System.out::println));
        routes.warmUp();
    }

    IngestHandler(Routes routes) {
        this.routes = routes;
    }

    /** A handler with clients of its own; its metrics go to the log. */
    public static IngestHandler create(IngestConfiguration configuration) {
        return new IngestHandler(routes(configuration, IngestLog::metrics));
    }

    @Override
    public APIGatewayV2WebSocketResponse handleRequest(APIGatewayV2WebSocketEvent event, Context context) {
        Caller caller = caller(event);
        return switch (event.getRequestContext().getRouteKey()) {
            case "$connect" -> connected(caller, event);
            case "$disconnect" -> {
                routes.disconnected(caller.connectionId());
                yield response(OK, Map.of(), null);
            }
            default ->
                response(
                        OK,
                        Map.of(),
                        ProtocolJson.write(routes.message(caller, event.getBody() == null ? "" : event.getBody())));
        };
    }

    private APIGatewayV2WebSocketResponse connected(Caller caller, APIGatewayV2WebSocketEvent event) {
        try {
            routes.connected(caller);
        } catch (RefusedException e) {
            return response(TOO_MANY, RetryAfter.header(e.problem()), null);
        }
        return response(
                OK,
                Subprotocols.offered(event.getHeaders()) ? Map.of(Subprotocols.HEADER, Subprotocols.NAME) : Map.of(),
                null);
    }

    private static Caller caller(APIGatewayV2WebSocketEvent event) {
        APIGatewayV2WebSocketEvent.RequestContext context = event.getRequestContext();
        Object user =
                context.getAuthorizer() == null ? null : context.getAuthorizer().get(Authorizer.USER);
        String address =
                context.getIdentity() == null ? null : context.getIdentity().getSourceIp();
        return new Caller(
                context.getConnectionId(), user instanceof String sub ? sub : null, address == null ? "" : address);
    }

    private static Routes routes(IngestConfiguration configuration, Consumer<String> metrics) {
        return new Routes(AwsServices.of(configuration, metrics), configuration);
    }

    private static APIGatewayV2WebSocketResponse response(
            int status, Map<String, String> headers, @Nullable String body) {
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(status);
        if (!headers.isEmpty()) {
            response.setHeaders(new HashMap<>(headers));
        }
        if (body != null) {
            response.setBody(body);
        }
        return response;
    }
}
