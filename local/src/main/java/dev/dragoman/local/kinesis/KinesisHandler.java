package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.fault.Call;
import dev.dragoman.local.fault.Fault;
import dev.dragoman.local.fault.Faults;
import dev.dragoman.local.http.RequestBody;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kinesis's protocol over HTTP: the operation in {@code X-Amz-Target}, parameters and answer in the body. A
 * request that waits for records holds no thread.
 */
final class KinesisHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisHandler.class);
    private static final String TARGET_PREFIX = "Kinesis_20131202.";

    /** PutRecords takes 5 MB of records, which base64 makes a third longer. */
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    private final Map<String, Operation> operations;
    private final Faults faults;

    /** One operation: its parameters in, its answer out. */
    @FunctionalInterface
    interface Operation {
        CompletableFuture<ObjectNode> serve(Params params);
    }

    KinesisHandler(Map<String, Operation> operations, Faults faults) {
        this.operations = operations;
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Wire wire = Wire.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        CompletableFuture<ObjectNode> answered = RequestBody.read(request, MAX_REQUEST_BYTES)
                .thenCompose(body -> serve(request, wire, body))
                .whenComplete((answer, error) -> {
                    if (error == null) {
                        write(response, callback, wire, 200, answer);
                    } else {
                        fail(response, callback, wire, error);
                    }
                });
        LOG.trace("Taken: {}", answered);
        return true;
    }

    private CompletableFuture<ObjectNode> serve(Request request, Wire wire, byte[] body) {
        String target = String.valueOf(request.getHeaders().get("X-Amz-Target"));
        String name = target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : target;
        Operation operation = operations.get(name);
        if (operation == null) {
            throw KinesisError.unknownOperation(target);
        }
        if (!request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            throw KinesisError.of(400, "MissingAuthenticationTokenException");
        }
        Params params = new Params(wire, wire.read(body));
        Fault fault = faults.on(new Call("kinesis", name, String.valueOf(params.optionalText("StreamName"))));
        if (fault.equals(Fault.NONE)) {
            return operation.serve(params);
        }
        return new CompletableFuture<Void>()
                .completeOnTimeout(null, fault.delay().toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(waited -> served(operation, params, fault));
    }

    private static CompletableFuture<ObjectNode> served(Operation operation, Params params, Fault fault) {
        Fault.Failure failure = fault.failure();
        if (failure == null) {
            return operation.serve(params);
        }
        KinesisError error = KinesisError.of(failure.status(), failure.code());
        return fault.served()
                ? operation.serve(params).thenCompose(lost -> CompletableFuture.failedFuture(error))
                : CompletableFuture.failedFuture(error);
    }

    private static void fail(Response response, Callback callback, Wire wire, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        KinesisError answer;
        if (cause instanceof KinesisError known) {
            answer = known;
        } else {
            LOG.warn("A request failed", cause);
            answer = KinesisError.internal();
        }
        response.getHeaders().put("x-amzn-ErrorType", answer.type());
        write(
                response,
                callback,
                wire,
                answer.status(),
                wire.newObject().put("__type", answer.type()).put("message", answer.text()));
    }

    private static void write(Response response, Callback callback, Wire wire, int status, ObjectNode answer) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, wire.contentType());
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        response.write(true, ByteBuffer.wrap(wire.write(answer)), callback);
    }
}
