package dev.dragoman.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes in, and the HTTP API, as handlers and clients see them. */
class GatewayAccessTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final BlockingQueue<APIGatewayV2WebSocketEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<APIGatewayV2HTTPEvent> requests = new LinkedBlockingQueue<>();
    private WebSocketGateway gateway;

    @BeforeEach
    void start() {
        gateway = WebSocketGateway.bind(GatewaySettings.onPort(0));
        gateway.serve(
                List.of("echo"),
                new Functions(
                        (event, context) -> authorize(event),
                        (event, context) -> message(event),
                        (event, context) -> authorize(event),
                        (event, context) -> answer(event)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Knows one user, refuses one for a token and one by a policy, and breaks at the sight of another. */
    private static IamPolicyResponse authorize(APIGatewayCustomAuthorizerEvent event) {
        String offered = event.getHeaders().getOrDefault(PROTOCOLS, "");
        if (offered.contains("bad")) {
            throw new IllegalStateException("Unauthorized");
        }
        if (offered.contains("broken")) {
            throw new IllegalStateException("a defect");
        }
        return IamPolicyResponse.builder()
                .withPrincipalId("ada")
                .withPolicyDocument(IamPolicyResponse.PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(List.of(
                                offered.contains("denied")
                                        ? IamPolicyResponse.denyStatement("*")
                                        : IamPolicyResponse.allowStatement("*")))
                        .build())
                .withContext(Map.of("sub", "ada"))
                .build();
    }

    private static SimpleIAMPolicyResponse authorize(APIGatewayV2CustomAuthorizerEvent event) {
        return SimpleIAMPolicyResponse.builder()
                .withIsAuthorized("Bearer good".equals(event.getIdentitySource().get(0)))
                .withContext(Map.of("sub", "ada"))
                .build();
    }

    private APIGatewayV2WebSocketResponse message(APIGatewayV2WebSocketEvent event) {
        events.add(event);
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(200);
        if (event.getRequestContext().getRouteKey().equals("$connect")) {
            response.setHeaders(Map.of(PROTOCOLS, "dragoman"));
        }
        return response;
    }

    private APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        requests.add(event);
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(201)
                .withHeaders(Map.of("X-Test", "yes"))
                .withBody("{}")
                .build();
    }

    @Test
    void whatTheAuthorizerSaysComesWithEveryEvent() throws Exception {
        // When
        WebSocket socket = open("good");
        socket.sendText("{\"action\":\"echo\"}", true).join();

        // Then
        assertThat(socket.getSubprotocol()).isEqualTo("dragoman");
        for (String route : List.of("$connect", "echo")) {
            APIGatewayV2WebSocketEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event.getRequestContext().getRouteKey()).isEqualTo(route);
            assertThat(event.getRequestContext().getAuthorizer())
                    .containsEntry("sub", "ada")
                    .containsEntry("principalId", "ada");
        }
    }

    @Test
    void whomTheAuthorizerRefusesIsNoConnection() {
        Map.of("bad", "401", "denied", "403", "broken", "500")
                .forEach((token, status) ->
                        assertThatThrownBy(() -> open(token)).as(token).hasStackTraceContaining(status));
        assertThat(events).isEmpty();
    }

    @Test
    void aConnectionThatIsCutEndsWithoutAWord() throws Exception {
        // Given
        CompletableFuture<String> end = new CompletableFuture<>();
        open("good", new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
                end.complete("closed " + status);
                return null;
            }

            @Override
            public void onError(WebSocket webSocket, Throwable error) {
                end.complete("lost");
            }
        });
        String id = events.poll(10, TimeUnit.SECONDS).getRequestContext().getConnectionId();

        // When
        gateway.cut(id);

        // Then
        assertThat(end.get(10, TimeUnit.SECONDS)).isIn("lost", "closed 1006");
        assertThat(events.poll(10, TimeUnit.SECONDS).getRequestContext().getRouteKey())
                .isEqualTo("$disconnect");
    }

    @Test
    void anHttpRequestBecomesAnEventOfPayloadTwo() throws Exception {
        // When
        HttpResponse<String> response = send("POST", "/sessions?a=1&a=2", "Bearer good", "{\"x\":1}");

        // Then
        APIGatewayV2HTTPEvent event = requests.poll(10, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("x-test")).hasValue("yes");
        assertThat(event.getVersion()).isEqualTo("2.0");
        assertThat(event.getRouteKey()).isEqualTo("POST /sessions");
        assertThat(event.getBody()).isEqualTo("{\"x\":1}");
        assertThat(event.getQueryStringParameters()).containsEntry("a", "1,2");
        assertThat(event.getRequestContext().getHttp().getSourceIp()).isEqualTo("127.0.0.1");
        assertThat(event.getRequestContext().getAuthorizer().getLambda()).containsEntry("sub", "ada");
    }

    @Test
    void onlyARouteThatNeedsAUserAsksForOne() throws Exception {
        assertThat(send("POST", "/sessions", null, "").statusCode()).isEqualTo(401);
        assertThat(send("POST", "/sessions", "Bearer bad", "").statusCode()).isEqualTo(403);
        assertThat(send("DELETE", "/sessions/golden-eagle-427", null, "").statusCode())
                .isEqualTo(401);
        assertThat(requests).isEmpty();
        assertThat(send("GET", "/languages", null, "").statusCode()).isEqualTo(201);
        assertThat(send("GET", "/audio/golden-eagle-427/es", null, "").statusCode())
                .isEqualTo(201);
        assertThat(send("OPTIONS", "/sessions", null, "").statusCode()).isEqualTo(201);
        assertThat(send("PUT", "/sessions", null, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aPageElsewhereMayReadThatItWasRefused() throws Exception {
        for (HttpResponse<String> refused : List.of(
                send("POST", "/sessions", null, ""),
                send("POST", "/sessions", "Bearer bad", ""),
                send("PUT", "/sessions", null, ""))) {
            assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
                    .as("status %d", refused.statusCode())
                    .hasValue("*");
        }
    }

    private WebSocket open(String token) {
        return open(token, new WebSocket.Listener() {});
    }

    private WebSocket open(String token, WebSocket.Listener listener) {
        return HTTP.newWebSocketBuilder()
                .subprotocols("dragoman", token)
                .buildAsync(gateway.webSocket(), listener)
                .join();
    }

    private HttpResponse<String> send(String method, String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
