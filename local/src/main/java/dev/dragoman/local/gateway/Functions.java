package dev.dragoman.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda functions behind the gateway.
 *
 * @param authorizer asked at each handshake; null lets everybody in
 * @param webSocket behind every route of the WebSocket API
 * @param httpAuthorizer asked before each HTTP request that needs a signed-in user; null if there is no
 *     HTTP API
 * @param http behind every route of the HTTP API; null if there is none
 */
public record Functions(
        @Nullable RequestHandler<APIGatewayCustomAuthorizerEvent, IamPolicyResponse> authorizer,
        RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> webSocket,
        @Nullable RequestHandler<APIGatewayV2CustomAuthorizerEvent, SimpleIAMPolicyResponse> httpAuthorizer,
        @Nullable RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> http) {

    /** WebSockets for everybody, and no HTTP API. */
    public static Functions of(RequestHandler<APIGatewayV2WebSocketEvent, APIGatewayV2WebSocketResponse> webSocket) {
        return new Functions(null, webSocket, null, null);
    }
}
