package dev.dragoman.bench;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse;
import dev.dragoman.job.aws.AwsEndpoint;
import dev.dragoman.job.deliver.ApiGatewayNotifier;
import dev.dragoman.job.deliver.DynamoDbListenerDirectory;
import dev.dragoman.job.deliver.FanOut;
import dev.dragoman.job.deliver.NotifySettings;
import dev.dragoman.job.model.Notification;
import dev.dragoman.local.dynamodb.LocalDynamoDb;
import dev.dragoman.local.dynamodb.Tables;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.FaultRules;
import dev.dragoman.local.gateway.GatewaySettings;
import dev.dragoman.local.gateway.WebSocketGateway;
import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.ConnectionItem;
import dev.dragoman.protocol.ProtocolJson;
import java.io.BufferedReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * {@code ./dragoman bench fan-out}: how long it takes until the listeners of one language have an
 * audio message, through the job's own code, the directory in the local DynamoDB and the local
 * gateway, over real WebSockets in another process. Counted for each listener from when the message
 * was given to the job's stage; then again with one listener among them whom the gateway takes five
 * seconds to tell. The exit status is 1 if somebody was not told, or the slow one delayed the others.
 */
final class FanOutBench {

    private static final String SESSION = "golden-eagle-427";
    private static final String REGION = "us-east-1";
    private static final int USUAL = 10_000;
    private static final int MOST = 50_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 5;
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As the job has them unless told otherwise. */
    private static final int GATEWAY_CONNECTIONS = 500;

    /** How many items DynamoDB takes in one batch. */
    private static final int BATCH = 25;

    private final int listeners;
    private final FaultRules faults = new FaultRules();
    private final AtomicLong repeated = new AtomicLong();
    private boolean allTold = true;

    private FanOutBench(int listeners) {
        this.listeners = listeners;
    }

    /** Measures with so many listeners, 10,000 if not given. */
    public static void main(String[] args) throws Exception {
        boolean accepted = args.length == 0 || (args.length == 1 && args[0].matches("\\d{1,5}"));
        int listeners = accepted && args.length == 1 ? Integer.parseInt(args[0]) : USUAL;
        if (!accepted || listeners < 2 || listeners > MOST) {
            System.err.println("bench fan-out: was '" + String.join(" ", args)
                    + "', accepted is nothing or a number of listeners from 2 to " + MOST);
            System.exit(2);
        }
        System.exit(new FanOutBench(listeners).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local-secret");
        Queue<String> connected = new ConcurrentLinkedQueue<>();
        try (LocalDynamoDb dynamoDb = LocalDynamoDb.start();
                WebSocketGateway gateway = WebSocketGateway.start(
                        GatewaySettings.onPort(0).withFaults(faults),
                        List.of(),
                        (event, context) -> connects(event, connected));
                FanOut fanOut = fanOut(dynamoDb.endpoint(), gateway.endpoint());
                Listeners told = Listeners.connect(gateway.webSocket(), listeners)) {
            join(dynamoDb.endpoint(), List.copyOf(connected));
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                tell(fanOut, told, round, listeners);
            }
            print("everybody quick", fanOut, told, WARM_UP_ROUNDS, listeners);

            String slow = String.valueOf(connected.peek());
            faults.always((operation, id) -> id.equals(slow), new Fault.Delay(SLOW));
            print("one of them slow", fanOut, told, WARM_UP_ROUNDS + ROUNDS, listeners - 1);
        }
        return allTold;
    }

    private void print(String what, FanOut fanOut, Listeners told, int firstRound, int expected) throws Exception {
        System.out.printf(Locale.ROOT, "%-18s %8s %10s %10s %10s%n", what, "told", "p50 ms", "p99 ms", "longest ms");
        for (int round = firstRound; round < firstRound + ROUNDS; round++) {
            long before = repeated.get();
            String[] answer = tell(fanOut, told, round, expected);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %8s %10s %10s %10s%s%n",
                    "",
                    answer[0],
                    answer[1],
                    answer[2],
                    answer[3],
                    repeated.get() == before ? "" : "   (" + (repeated.get() - before) + " calls repeated)");
        }
    }

    /** Tells one message and waits until so many have it, not for the slow one. */
    private String[] tell(FanOut fanOut, Listeners told, int round, int expected) throws Exception {
        Audio audio = new Audio(
                SESSION,
                "es",
                round,
                round + 1L,
                2_000,
                "https://bucket.s3.amazonaws.com/sessions/golden-eagle-427/translated/es/0.mp3?" + "x".repeat(900),
                "given at " + System.nanoTime(),
                "As it was spoken.");
        var unused = fanOut.tell(
                new Notification(SESSION, "es", ProtocolJson.write(audio), round, false),
                CompletableFuture.completedFuture(null));
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        String[] answer = told.ask(round);
        while (Integer.parseInt(answer[0]) < expected && System.nanoTime() < giveUp) {
            Thread.sleep(100);
            answer = told.ask(round);
        }
        allTold &= Integer.parseInt(answer[0]) >= expected;
        return answer;
    }

    private FanOut fanOut(URI dynamoDb, URI gateway) {
        return new FanOut(
                DynamoDbListenerDirectory.at(AwsEndpoint.of(REGION, dynamoDb), Tables.DEFAULT.connections())
                        .create(),
                ApiGatewayNotifier.at(AwsEndpoint.of(REGION, gateway), GATEWAY_CONNECTIONS)
                        .create(),
                NotifySettings.defaults(),
                repeated::incrementAndGet);
    }

    private static APIGatewayV2WebSocketResponse connects(APIGatewayV2WebSocketEvent event, Queue<String> connected) {
        if (event.getRequestContext().getEventType().equals("CONNECT")) {
            connected.add(event.getRequestContext().getConnectionId());
        }
        APIGatewayV2WebSocketResponse response = new APIGatewayV2WebSocketResponse();
        response.setStatusCode(200);
        return response;
    }

    private static void join(URI endpoint, List<String> connections) {
        try (DynamoDbAsyncClient client = DynamoDbAsyncClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(endpoint)
                .build()) {
            for (int from = 0; from < connections.size(); from += BATCH) {
                List<WriteRequest> items =
                        connections.subList(from, Math.min(from + BATCH, connections.size())).stream()
                                .map(FanOutBench::item)
                                .toList();
                client.batchWriteItem(write -> write.requestItems(Map.of(Tables.DEFAULT.connections(), items)))
                        .join();
            }
        }
    }

    private static WriteRequest item(String connectionId) {
        Map<String, AttributeValue> item = Map.of(
                ConnectionItem.CONNECTION_ID, AttributeValue.fromS(connectionId),
                ConnectionItem.SESSION_ID, AttributeValue.fromS(SESSION),
                ConnectionItem.LANGUAGE, AttributeValue.fromS("es"),
                ConnectionItem.EXPIRES_AT_SECONDS, AttributeValue.fromN("4000000000"));
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    /** The process of the listeners. */
    private record Listeners(Process process, BufferedReader answers, Writer questions) implements AutoCloseable {

        static Listeners connect(URI webSocket, int count) throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx2g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FanOutListeners.class.getName(),
                            webSocket.toString(),
                            String.valueOf(count))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Listeners listeners = new Listeners(
                    process, process.inputReader(StandardCharsets.UTF_8), process.outputWriter(StandardCharsets.UTF_8));
            String ready = listeners.answers.readLine();
            if (!"ready".equals(ready)) {
                listeners.close();
                throw new IllegalStateException("the listeners could not connect");
            }
            return listeners;
        }

        /** How many were told in a round, and how long it took. */
        String[] ask(int round) throws Exception {
            questions.write(round + "\n");
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the listeners are gone");
            }
            return answer.split(" ", -1);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
