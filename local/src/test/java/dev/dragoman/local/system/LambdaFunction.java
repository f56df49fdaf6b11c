package dev.dragoman.local.system;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Lambda function in processes of its own, as Lambda runs it: AWS's runtime interface client asks this
 * side (the Runtime API) for one event after the other, each process for one at a time, and answers with
 * what the handler returned. A handler that fails, fails the call with its message; one that takes longer
 * than the function's timeout, or whose process is gone, fails it when the time is over.
 */
final class LambdaFunction implements AutoCloseable {

    private static final String API = "/2018-06-01/runtime";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** An event that somebody waits for the answer to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Invocation(String id, byte[] event, CompletableFuture<byte[]> answer) {}

    private final Class<?> handler;
    private final HandedOver.Function settings;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runtime-api");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch asking;
    private final HttpServer server;

    private LambdaFunction(Class<?> handler, HandedOver.Function settings, int instances) {
        this.handler = handler;
        this.settings = settings;
        this.asking = new CountDownLatch(instances);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(API, this::handle);
        server.start();
    }

    /**
     * Starts processes and waits until each asks for its first event.
     *
     * @param artefact what is deployed
     * @param instances how many
     */
    static LambdaFunction start(
            LambdaArtefact artefact,
            Class<?> handler,
            HandedOver.Function settings,
            Map<String, String> environment,
            int instances) {
        LambdaFunction function = new LambdaFunction(handler, settings, instances);
        try {
            Map<String, String> all = new HashMap<>(environment);
            all.put(
                    "AWS_LAMBDA_RUNTIME_API",
                    "127.0.0.1:" + function.server.getAddress().getPort());
            all.put("AWS_LAMBDA_FUNCTION_NAME", handler.getSimpleName());
            all.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
            all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(settings.memoryMegabytes()));
            all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + handler.getSimpleName());
            all.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
            Path output = artefact.folder().resolve(handler.getSimpleName() + ".log");
            for (int i = 0; i < instances; i++) {
                function.processes.add(artefact.start(handler, settings.memoryMegabytes(), all, output));
            }
            if (!function.asking.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(handler + " did not start: " + Files.readString(output));
            }
            return function;
        } catch (IOException e) {
            function.close();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            function.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            function.close();
            throw e;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(API.length());
        try (exchange) {
            if (path.equals("/invocation/next")) {
                next(exchange);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            String[] parts = path.split("/", -1);
            Invocation invocation = running.remove(parts.length > 2 ? parts[2] : "");
            if (invocation != null && path.endsWith("/response")) {
                invocation.answer.complete(body);
            } else if (invocation != null) {
                String message = JSON.readTree(body).path("errorMessage").asText();
                invocation.answer.completeExceptionally(new IllegalStateException(message));
            }
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        asking.countDown();
        Invocation invocation;
        try {
            invocation = waiting.take();
        } catch (InterruptedException e) {
            // The system ends.
            Thread.currentThread().interrupt();
            return;
        }
        running.put(invocation.id, invocation);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", invocation.id);
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Deadline-Ms",
                        String.valueOf(
                                System.currentTimeMillis() + settings.timeout().toMillis()));
        exchange.getResponseHeaders()
                .add(
                        "Lambda-Runtime-Invoked-Function-Arn",
                        "arn:aws:lambda:us-east-1:000000000000:function:" + handler.getSimpleName());
        exchange.sendResponseHeaders(200, invocation.event.length);
        exchange.getResponseBody().write(invocation.event);
    }

    private byte[] call(byte[] event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        waiting.add(invocation);
        try {
            return invocation.answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Task timed out after " + settings.timeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How an answer is read. */
    interface Reader<O> {
        O read(JsonNode answer);
    }

    /** As what the gateway calls; events and answers travel as JSON. */
    <I, O> RequestHandler<I, O> calledWith(Class<O> answers) {
        return calledWith(answer -> JSON.convertValue(answer, answers));
    }

    /** The same with answers that want a reader of their own. */
    <I, O> RequestHandler<I, O> calledWith(Reader<O> reader) {
        return (event, context) -> {
            try {
                return reader.read(JSON.readTree(call(JSON.writeValueAsBytes(event))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        server.stop(0);
        threads.shutdownNow();
    }
}
