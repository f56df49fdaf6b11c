package dev.dragoman.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.protocol.ProtocolJson;
import dev.dragoman.protocol.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function behind every WebSocket route: {@code $connect}, {@code $disconnect}, and all
 * messages, which it tells apart by their {@code action}, so that it does not matter which route
 * API Gateway chose. What it answers is the route's response, a server message as JSON; what can't
 * be done is answered with a problem and status 200, and the connection stays.
 *
 * <p>Safe for use by many threads.
 */
public final class IngestHandler implements RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> {

    private static final int OK = 200;

    private final Routes routes;

    /**
     * What Lambda calls while it starts a function, with a whole CPU: so everything that the first
     * message would have to wait for is done here.
     *
     * @throws IllegalArgumentException naming every mistake in the environment
     */
    public IngestHandler() {
        this(Routes.on(IngestConfiguration.fromEnvironment(System.getenv())));
        routes.warmUp();
    }

    IngestHandler(Routes routes) {
        this.routes = routes;
    }

    /** A handler with clients of its own. */
    public static IngestHandler create(IngestConfiguration configuration) {
        return new IngestHandler(Routes.on(configuration));
    }

    @Override
    public APIGatewayV2WebSocketResponse handleRequest(APIGatewayV2WebSocketEvent event, Context context) {
        String connectionId = event.getRequestContext().getConnectionId();
        return switch (event.getRequestContext().getRouteKey()) {
            case "$connect" -> response(null);
            case "$disconnect" -> {
                routes.disconnected(connectionId);
                yield response(null);
            }
            default -> response(routes.message(connectionId, event.getBody() == null ? "" : event.getBody()));
        };
    }

    private static APIGatewayV2WebSocketResponse response(@Nullable ServerMessage answer) {
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(OK);
        if (answer != null) {
            response.setBody(ProtocolJson.write(answer));
        }
        return response;
    }
}
