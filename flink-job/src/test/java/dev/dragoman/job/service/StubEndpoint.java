package dev.dragoman.job.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dragoman.job.aws.AwsEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint on this machine that answers what it is told to, one answer a request, and remembers what came. */
public final class StubEndpoint implements AutoCloseable {

    private final HttpServer server;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What came. */
    public record Request(String method, String path, Map<String, List<String>> headers, String body) {

        /** A header's first value, or null. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Answer(int status, String errorType, byte[] body) {}

    private StubEndpoint(HttpServer server) {
        this.server = server;
    }

    /** Starts one; the SDK finds credentials in the system's properties. */
    public static StubEndpoint start() throws IOException {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubEndpoint stub = new StubEndpoint(server);
        server.createContext("/", stub::handle);
        server.start();
        return stub;
    }

    /** Where it is. */
    public AwsEndpoint endpoint() {
        return AwsEndpoint.of(
                "eu-west-1",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    /** The next request is answered so. */
    public StubEndpoint answers(int status, String body) {
        return answers(status, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The next request is answered so. */
    public StubEndpoint answers(int status, byte[] body) {
        answers.add(new Answer(status, "", body));
        return this;
    }

    /** The next request is answered with an error of the service. */
    public StubEndpoint fails(int status, String errorType) {
        answers.add(new Answer(
                status,
                errorType,
                ("{\"__type\":\"" + errorType + "\",\"message\":\"what was said\"}").getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Forgets what came and what it was to answer. */
    public void forget() {
        answers.clear();
        requests.clear();
    }

    /** What came so far. */
    public List<Request> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = answers.poll();
            if (answer == null) {
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            if (!answer.errorType().isEmpty()) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", answer.errorType());
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
