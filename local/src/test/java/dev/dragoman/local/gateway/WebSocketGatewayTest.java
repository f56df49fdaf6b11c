package dev.dragoman.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiAsyncClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

/** API Gateway as browsers, the handler and the SDK see it. */
class WebSocketGatewayTest {

    private static final int FRAME = 32 * 1024;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Shared: closing one takes two quiet seconds. */
    private static final SdkAsyncHttpClient SDK_HTTP = NettyNioAsyncHttpClient.create();

    private final BlockingQueue<APIGatewayV2WebSocketEvent> events = new LinkedBlockingQueue<>();
    private final FaultRules faults = new FaultRules();
    private WebSocketGateway gateway;
    private ApiGatewayManagementApiAsyncClient api;

    @BeforeEach
    void start() {
        startWith(GatewaySettings.onPort(0));
    }

    private void startWith(GatewaySettings settings) {
        if (gateway != null) {
            stop();
        }
        gateway =
                WebSocketGateway.start(settings.withFaults(faults), List.of("echo"), (event, context) -> handle(event));
        api = ApiGatewayManagementApiAsyncClient.builder()
                .endpointOverride(gateway.endpoint())
                .httpClient(SDK_HTTP)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @AfterEach
    void stop() {
        api.close();
        gateway.close();
    }

    /** Refuses strangers, echoes what has a body, fails when told to. */
    private APIGatewayV2WebSocketResponse handle(APIGatewayV2WebSocketEvent event) {
        events.add(event);
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        boolean stranger = event.getQueryStringParameters() != null
                && event.getQueryStringParameters().containsKey("stranger");
        response.setStatusCode(stranger ? 403 : 200);
        String body = event.getBody();
        if (body != null && body.contains("fail")) {
            throw new IllegalStateException("a defect");
        }
        if (body != null && !body.contains("silent")) {
            response.setBody(event.getRequestContext().getRouteKey() + " " + body.length());
        }
        return response;
    }

    @Test
    void aConnectionIsAnnouncedUsedAndSignedOff() throws Exception {
        // Given
        Browser browser = Browser.open(gateway, "/ws?from=test");

        // When
        APIGatewayV2WebSocketEvent connect = next("$connect");
        browser.say("{\"action\":\"echo\"}");
        APIGatewayV2WebSocketEvent message = next("echo");
        String answer = browser.hears();
        browser.socket.leave(1000);
        APIGatewayV2WebSocketEvent disconnect = next("$disconnect");

        // Then
        String id = connect.getRequestContext().getConnectionId();
        assertThat(connect.getRequestContext().getEventType()).isEqualTo("CONNECT");
        assertThat(connect.getQueryStringParameters()).containsEntry("from", "test");
        assertThat(connect.getRequestContext().getIdentity().getSourceIp()).isEqualTo("127.0.0.1");
        assertThat(message.getRequestContext().getEventType()).isEqualTo("MESSAGE");
        assertThat(message.getRequestContext().getConnectionId()).isEqualTo(id);
        assertThat(message.getBody()).isEqualTo("{\"action\":\"echo\"}");
        assertThat(disconnect.getRequestContext().getEventType()).isEqualTo("DISCONNECT");
        assertThat(disconnect.getRequestContext().getConnectionId()).isEqualTo(id);
        assertThat(answer).isEqualTo("echo 17");
    }

    @Test
    void whatIsClosedLeavesNothingBehind() throws Exception {
        // Given
        Browser browser = Browser.open(gateway, "/ws");
        next("$connect");
        assertThat(gateway.timed()).isOne();

        // When
        browser.socket.leave(1000);
        next("$disconnect");

        // Then
        await().until(() -> gateway.connections() == 0 && gateway.timed() == 0);
    }

    @Test
    void whatHasNoRouteGoesToTheDefault() throws Exception {
        Browser browser = Browser.open(gateway, "/");
        for (String message : List.of("{\"action\":\"other\"}", "no json", "[1]", "{\"action\":7}")) {
            // When
            browser.say(message);

            // Then
            assertThat(browser.hears()).isEqualTo("$default " + message.length());
        }
    }

    @Test
    void aRefusedConnectIsNoConnection() {
        assertThatThrownBy(() -> Browser.open(gateway, "/ws?stranger=1"))
                .isInstanceOf(CompletionException.class)
                .hasStackTraceContaining("403");
        assertThat(gateway.connections()).isZero();
    }

    @Test
    void aHandlersDefectIsAnInternalServerError() throws Exception {
        // Given
        Browser browser = Browser.open(gateway, "/ws");
        String id = next("$connect").getRequestContext().getConnectionId();

        // When
        browser.say("fail");

        // Then
        assertThat(browser.hears())
                .contains("\"message\":\"Internal server error\"")
                .contains("\"connectionId\":\"" + id + "\"")
                .contains("\"requestId\":\"");
    }

    @Test
    void aFrameOf32KilobytesPassesAndALargerOneCloses() throws Exception {
        // Given a client that sends frames as they are; Java's own cuts them
        try (RawWebSocket raw = RawWebSocket.open(gateway.endpoint().getPort())) {
            // When
            raw.sendText(FRAME);

            // Then
            assertThat(raw.readText()).isEqualTo("$default " + FRAME);
            raw.sendText(FRAME + 1);
            assertThat(raw.readCloseStatus()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageOf128KilobytesPassesAndALargerOneCloses() throws Exception {
        // Given a message in frames
        Browser browser = Browser.open(gateway, "/ws");

        // When
        browser.sayInFrames(4 * FRAME);

        // Then
        assertThat(browser.hears()).isEqualTo("$default " + 4 * FRAME);
        browser.sayInFrames(4 * FRAME + 1);
        assertThat(browser.closed()).isEqualTo(1009);
    }

    @Test
    void aBinaryMessageCloses() throws Exception {
        Browser browser = Browser.open(gateway, "/ws");
        browser.socket.say(new byte[] {1});
        assertThat(browser.closed()).isEqualTo(1003);
    }

    @Test
    void anIdleConnectionAndAnOldOneAreClosed() throws Exception {
        startWith(GatewaySettings.onPort(0).withTimes(Duration.ofMillis(200), Duration.ofHours(2)));
        assertThat(Browser.open(gateway, "/ws").closed()).isEqualTo(1001);
        startWith(GatewaySettings.onPort(0).withTimes(Duration.ofMinutes(10), Duration.ofMillis(200)));
        assertThat(Browser.open(gateway, "/ws").closed()).isEqualTo(1001);
    }

    @Test
    void theBackendPushesInOrderAndSeesWhoIsThere() throws Exception {
        // Given
        Browser browser = Browser.open(gateway, "/ws");
        String id = next("$connect").getRequestContext().getConnectionId();
        String large = "ñ".repeat(60_000);

        // When
        post(id, "one").join();
        post(id, large).join();
        post(id, "three").join();

        // Then
        assertThat(browser.hears()).isEqualTo("one");
        assertThat(browser.hears()).isEqualTo(large);
        assertThat(browser.hears()).isEqualTo("three");
        assertThat(api.getConnection(r -> r.connectionId(id)).join().identity().sourceIp())
                .isEqualTo("127.0.0.1");
        api.deleteConnection(r -> r.connectionId(id)).join();
        assertThat(browser.closed()).isEqualTo(1000);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> post(id, "late").join()).hasCauseInstanceOf(GoneException.class));
    }

    @Test
    void aMessageThatIsTooLargeAndAnUnsignedOneAreRefused() throws Exception {
        // Given
        Browser.open(gateway, "/ws");
        String id = next("$connect").getRequestContext().getConnectionId();

        // When, then
        assertThatThrownBy(() -> post(id, "x".repeat(4 * FRAME + 1)).join())
                .hasCauseInstanceOf(PayloadTooLargeException.class);
        HttpRequest unsigned = HttpRequest.newBuilder(URI.create(gateway.endpoint() + "/@connections/" + id))
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        assertThat(HTTP.send(unsigned, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aStageInTheAddressIsTaken() throws Exception {
        // Given
        Browser browser = Browser.open(gateway, "/ws");
        String id = next("$connect").getRequestContext().getConnectionId();
        HttpRequest staged = HttpRequest.newBuilder(
                        URI.create(gateway.endpoint() + "/live/%40connections/" + id.replace("=", "%3D")))
                .header("Authorization", "AWS4-HMAC-SHA256 local")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .build();

        // When
        int status = HTTP.send(staged, HttpResponse.BodyHandlers.ofString()).statusCode();

        // Then
        assertThat(status).isEqualTo(200);
        assertThat(browser.hears()).isEqualTo("hello");
    }

    @Test
    void faultsHappenToTheChosenConnectionOnly() throws Exception {
        // Given
        Browser.open(gateway, "/ws");
        String unlucky = next("$connect").getRequestContext().getConnectionId();
        Browser lucky = Browser.open(gateway, "/ws");
        String other = next("$connect").getRequestContext().getConnectionId();
        faults.always((operation, id) -> id.equals(unlucky), new Fault.Refuse(410, "GoneException"));

        // When, then
        assertThatThrownBy(() -> post(unlucky, "hello").join()).hasCauseInstanceOf(GoneException.class);
        post(other, "hello").join();
        assertThat(lucky.hears()).isEqualTo("hello");
    }

    @Test
    void aClientThatDoesNotReadFillsItsOwnBufferOnly() throws Exception {
        // Given a client that never reads, and one that does
        URI place = URI.create("ws://127.0.0.1:" + gateway.endpoint().getPort() + "/ws");
        WebSocket notReading =
                HTTP.newWebSocketBuilder().buildAsync(place, new DeafBrowser()).join();
        String deaf = next("$connect").getRequestContext().getConnectionId();
        Browser browser = Browser.open(gateway, "/ws");
        String id = next("$connect").getRequestContext().getConnectionId();
        String large = "x".repeat(4 * FRAME);

        // When messages to the first pile up
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 400; i++) {
                        post(deaf, large).join();
                    }
                })
                .hasCauseInstanceOf(LimitExceededException.class);

        // Then the second hears its own at once
        post(id, "hello").join();
        assertThat(browser.hears()).isEqualTo("hello");
        notReading.abort();
    }

    private CompletableFuture<?> post(String id, String message) {
        return api.postToConnection(r -> r.connectionId(id).data(SdkBytes.fromUtf8String(message)));
    }

    private APIGatewayV2WebSocketEvent next(String route) throws InterruptedException {
        APIGatewayV2WebSocketEvent event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getRequestContext().getRouteKey()).isEqualTo(route);
        return event;
    }

    /** A page's WebSocket. */
    private static final class Browser {

        private final PlainSocket socket;

        private Browser(PlainSocket socket) {
            this.socket = socket;
        }

        static Browser open(WebSocketGateway gateway, String path) {
            return new Browser(PlainSocket.open(place(gateway, path)));
        }

        private static URI place(WebSocketGateway gateway, String path) {
            return URI.create("ws://127.0.0.1:" + gateway.endpoint().getPort() + path);
        }

        void say(String message) {
            socket.say(message, true);
        }

        void sayInFrames(int chars) {
            for (int left = chars; left > 0; left -= FRAME) {
                socket.say("x".repeat(Math.min(FRAME, left)), left <= FRAME);
            }
        }

        @Nullable
        String hears() throws InterruptedException {
            return socket.hears(20);
        }

        int closed() throws Exception {
            return socket.closed();
        }
    }

    /** Never asks for anything. */
    private static final class DeafBrowser implements WebSocket.Listener {

        @Override
        public void onOpen(WebSocket opened) {
            // What comes fills the buffers.
        }
    }
}
