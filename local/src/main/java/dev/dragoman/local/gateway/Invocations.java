package dev.dragoman.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Calls the handler as API Gateway calls Lambda: one event a message, and the same answer when it fails. */
final class Invocations {

    private static final Logger LOG = LogManager.getLogger(Invocations.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STAGE = "local";

    private final RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> handler;
    private final Clock clock;

    Invocations(RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> handler, Clock clock) {
        this.handler = handler;
        this.clock = clock;
    }

    /** Who is connected, as every event tells it. */
    record Caller(
            String connectionId,
            long connectedAt,
            String sourceIp,
            String host,
            String userAgent,
            Map<String, Object> authorizer) {}

    /**
     * What the handler said to a new connection.
     *
     * @param status 400 or more refuses it
     * @param headers of the handshake's answer
     */
    record Welcome(int status, Map<String, String> headers) {}

    /** A new connection. */
    Welcome connect(Caller caller, Map<String, String> headers, Map<String, String> query) {
        APIGatewayV2WebSocketEvent event = event(caller, "$connect", "CONNECT", null);
        event.setHeaders(headers);
        event.setQueryStringParameters(query.isEmpty() ? null : query);
        try {
            APIGatewayV2WebSocketResponse answer = handler.handleRequest(
                    event, new LocalContext(event.getRequestContext().getRequestId()));
            return new Welcome(answer.getStatusCode(), answer.getHeaders() == null ? Map.of() : answer.getHeaders());
        } catch (RuntimeException e) {
            LOG.error("$connect failed", e);
            return new Welcome(500, Map.of());
        }
    }

    /** A connection that is gone. */
    void disconnect(Caller caller) {
        APIGatewayV2WebSocketEvent event = event(caller, "$disconnect", "DISCONNECT", null);
        try {
            handler.handleRequest(
                    event, new LocalContext(event.getRequestContext().getRequestId()));
        } catch (RuntimeException e) {
            LOG.error("$disconnect failed", e);
        }
    }

    /** A message: what to send back, or null for nothing. */
    @Nullable
    String message(Caller caller, List<String> routes, String body) {
        APIGatewayV2WebSocketEvent event = event(caller, route(routes, body), "MESSAGE", body);
        String requestId = event.getRequestContext().getRequestId();
        try {
            String answer =
                    handler.handleRequest(event, new LocalContext(requestId)).getBody();
            return answer == null || answer.isEmpty() ? null : answer;
        } catch (RuntimeException e) {
            LOG.error("route {} failed", event.getRequestContext().getRouteKey(), e);
            return JSON.createObjectNode()
                    .put("message", "Internal server error")
                    .put("connectionId", caller.connectionId())
                    .put("requestId", requestId)
                    .toString();
        }
    }

    /** The route that {@code $request.body.action} selects. */
    private static String route(List<String> routes, String body) {
        try {
            JsonNode action = JSON.readTree(body).path("action");
            return action.isTextual() && routes.contains(action.asText()) ? action.asText() : "$default";
        } catch (JsonProcessingException e) {
            return "$default";
        }
    }

    private APIGatewayV2WebSocketEvent event(Caller caller, String route, String type, @Nullable String body) {
        APIGatewayV2WebSocketEvent.RequestContext context = new APIGatewayV2WebSocketEvent.RequestContext();
        context.setConnectionId(caller.connectionId());
        context.setConnectedAt(caller.connectedAt());
        context.setRouteKey(route);
        context.setEventType(type);
        context.setMessageDirection("IN");
        context.setStage(STAGE);
        context.setDomainName(caller.host());
        context.setApiId("dragoman");
        context.setRequestId(UUID.randomUUID().toString());
        context.setExtendedRequestId(context.getRequestId());
        context.setRequestTimeEpoch(clock.millis());
        if (body != null) {
            context.setMessageId(UUID.randomUUID().toString());
        }
        APIGatewayV2WebSocketEvent.RequestIdentity identity = new APIGatewayV2WebSocketEvent.RequestIdentity();
        identity.setSourceIp(caller.sourceIp());
        identity.setUserAgent(caller.userAgent());
        context.setIdentity(identity);
        if (!caller.authorizer().isEmpty()) {
            context.setAuthorizer(new HashMap<>(caller.authorizer()));
        }
        APIGatewayV2WebSocketEvent event = new APIGatewayV2WebSocketEvent();
        event.setRequestContext(context);
        event.setBody(body);
        event.setIsBase64Encoded(false);
        return event;
    }
}
