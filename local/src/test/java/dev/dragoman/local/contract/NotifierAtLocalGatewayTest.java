package dev.dragoman.local.contract;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.ApiGatewayNotifier;
import dev.dragoman.job.deliver.Notifier;
import dev.dragoman.job.deliver.NotifierContract;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import dev.dragoman.local.gateway.GatewaySettings;
import dev.dragoman.local.gateway.WebSocketGateway;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NotifierAtLocalGatewayTest extends NotifierContract {

    private static final BlockingQueue<String> CONNECTED = new LinkedBlockingQueue<>();
    private static final FaultRules FAULTS = new FaultRules();

    private static WebSocketGateway gateway;
    private static Notifier notifier;

    private final Map<String, Browser> browsers = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        Anybody.signs();
        gateway = WebSocketGateway.start(
                GatewaySettings.onPort(0).withFaults(FAULTS), List.of(), (event, context) -> taken(event));
        notifier = ApiGatewayNotifier.at(AwsEndpoint.of("eu-central-1", gateway.endpoint()), 10)
                .create();
    }

    @AfterAll
    static void stop() {
        notifier.close();
        gateway.close();
    }

    private static APIGatewayV2WebSocketResponse taken(APIGatewayV2WebSocketEvent event) {
        if (event.getRequestContext().getEventType().equals("CONNECT")) {
            CONNECTED.add(event.getRequestContext().getConnectionId());
        }
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(200);
        return response;
    }

    @Override
    protected Notifier notifier() {
        return notifier;
    }

    @Override
    protected String connects() throws Exception {
        Browser browser = new Browser();
        browser.webSocket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(gateway.webSocket(), browser)
                .get(10, TimeUnit.SECONDS);
        String id = CONNECTED.poll(10, TimeUnit.SECONDS);
        browsers.put(String.valueOf(id), browser);
        return String.valueOf(id);
    }

    @Override
    protected List<String> told(String connectionId) {
        return browsers.get(connectionId).told;
    }

    @Override
    protected void leaves(String connectionId) throws Exception {
        browsers.get(connectionId)
                .webSocket
                .sendClose(WebSocket.NORMAL_CLOSURE, "")
                .get(10, TimeUnit.SECONDS);
    }

    @Override
    protected void throttlesNext(String connectionId) {
        FAULTS.next(1, (operation, id) -> id.equals(connectionId), new Fault.Throttle());
    }

    @Override
    protected void breaksNext(String connectionId) {
        FAULTS.next(1, (operation, id) -> id.equals(connectionId), new Fault.Break());
    }

    private static final class Browser implements WebSocket.Listener {

        final List<String> told = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private WebSocket webSocket;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                told.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
