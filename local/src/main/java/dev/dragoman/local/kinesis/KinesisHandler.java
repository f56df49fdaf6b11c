package dev.dragoman.local.kinesis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
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
        Fault fault = faults.next(name, String.valueOf(params.optionalText("StreamName")));
        if (fault instanceof Fault.Delay delay) {
            return new CompletableFuture<Void>()
                    .completeOnTimeout(null, delay.by().toMillis(), TimeUnit.MILLISECONDS)
                    .thenCompose(waited -> operation.serve(params));
        }
        if (fault instanceof Fault.Throttle) {
            throw KinesisError.of(400, "ProvisionedThroughputExceededException");
        }
        if (fault instanceof Fault.Break) {
            throw KinesisError.internal();
        }
        if (fault instanceof Fault.Refuse refused) {
            throw KinesisError.of(refused.status(), refused.code());
        }
        CompletableFuture<ObjectNode> answer = operation.serve(params);
        // To the caller a lost answer is a server error after the operation took effect.
        return fault instanceof Fault.LoseAnswer
                ? answer.thenCompose(lost -> CompletableFuture.failedFuture(KinesisError.internal()))
                : answer;
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
