package dev.dragoman.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import dev.dragoman.local.http.RequestBody;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management API: {@code POST}, {@code GET} and {@code DELETE /@connections/{id}}, with or without a stage
 * before it; ids arrive percent-encoded. Requests must be signed, but the signature is not looked at: that
 * keeps web pages of other origins out, which can't set the header.
 *
 * <p>A POST is answered when the message is queued, as on AWS: 200 does not say that the client has read it.
 */
final class ConnectionsApi extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionsApi.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("(?:/[^/]+)?/@connections/([^/]+)");
    private static final int CLOSED_BY_BACKEND = 1000;

    private static final String PLANNED = "This was planned.";

    private final Function<String, @Nullable Client> clients;
    private final int messageBytes;
    private final Faults faults;

    ConnectionsApi(Function<String, @Nullable Client> clients, int messageBytes, Faults faults) {
        this.clients = clients;
        this.messageBytes = messageBytes;
        this.faults = faults;
    }

    /** One answer of the API. */
    private record Answer(int status, @Nullable String error, ObjectNode body) {

        static Answer ok(int status, ObjectNode body) {
            return new Answer(status, null, body);
        }

        static Answer error(int status, String error, String message) {
            return new Answer(status, error, JSON.createObjectNode().put("message", message));
        }

        static Answer gone() {
            return error(410, "GoneException", "The connection with this id is gone.");
        }

        static Answer tooLarge(int accepted) {
            return error(
                    413, "PayloadTooLargeException", "The message is too long; accepted are " + accepted + " bytes.");
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String id = connectionId(request.getHttpURI().getPath());
        if (id == null) {
            return false;
        }
        CompletableFuture<Void> written = answer(id, request)
                .exceptionally(this::failure)
                .thenAccept(answer -> write(response, callback, answer));
        LOG.trace("Taken: {}", written);
        return true;
    }

    private static @Nullable String connectionId(String path) {
        // In a path a plus sign is itself, not a space.
        Matcher matcher = PATH.matcher(URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8));
        return matcher.matches() ? matcher.group(1) : null;
    }

    private CompletableFuture<Answer> answer(String id, Request request) {
        if (!request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            return done(Answer.error(403, "MissingAuthenticationTokenException", "Missing Authentication Token"));
        }
        return switch (request.getMethod()) {
            // Read whatever comes of it: an answer before the end would cost the client its connection.
            case "POST" ->
                RequestBody.read(request, messageBytes)
                        .thenCompose(body -> served("PostToConnection", id, () -> done(post(id, body))));
            case "GET" -> served("GetConnection", id, () -> done(get(id)));
            case "DELETE" -> served("DeleteConnection", id, () -> done(delete(id)));
            default -> done(Answer.error(405, "MethodNotAllowedException", "Accepted are GET, POST and DELETE."));
        };
    }

    /** What an operation does, once the faults let it. */
    @FunctionalInterface
    private interface Operation {
        CompletableFuture<Answer> serve();
    }

    private CompletableFuture<Answer> served(String operation, String id, Operation call) {
        Fault fault = faults.next(operation, id);
        if (fault instanceof Fault.Delay delay) {
            return new CompletableFuture<Void>()
                    .completeOnTimeout(null, delay.by().toMillis(), TimeUnit.MILLISECONDS)
                    .thenCompose(waited -> call.serve());
        }
        if (fault instanceof Fault.Throttle) {
            return done(Answer.error(429, "LimitExceededException", PLANNED));
        }
        if (fault instanceof Fault.Break) {
            return done(Answer.error(500, "InternalServerError", PLANNED));
        }
        if (fault instanceof Fault.Refuse refused) {
            return done(Answer.error(refused.status(), refused.code(), PLANNED));
        }
        CompletableFuture<Answer> answer = call.serve();
        return fault instanceof Fault.LoseAnswer
                ? answer.thenApply(lost -> Answer.error(500, "InternalServerError", PLANNED))
                : answer;
    }

    private Answer post(String id, byte[] body) {
        Client client = clients.apply(id);
        if (client == null) {
            return Answer.gone();
        }
        return switch (client.send(new String(body, StandardCharsets.UTF_8))) {
            case QUEUED -> Answer.ok(200, JSON.createObjectNode());
            case GONE -> Answer.gone();
            case FULL ->
                Answer.error(429, "LimitExceededException", "The client reads too slowly; its buffer is full.");
        };
    }

    private Answer get(String id) {
        Client client = clients.apply(id);
        if (client == null) {
            return Answer.gone();
        }
        ObjectNode body = JSON.createObjectNode();
        body.put(
                "connectedAt",
                Instant.ofEpochMilli(client.caller().connectedAt()).toString());
        body.putObject("identity")
                .put("sourceIp", client.caller().sourceIp())
                .put("userAgent", client.caller().userAgent());
        body.put("lastActiveAt", client.lastActive().toString());
        return Answer.ok(200, body);
    }

    private Answer delete(String id) {
        Client client = clients.apply(id);
        if (client == null) {
            return Answer.gone();
        }
        client.close(CLOSED_BY_BACKEND, "Connection closed by the backend");
        return Answer.ok(204, JSON.createObjectNode());
    }

    private Answer failure(Throwable error) {
        // A body of more bytes than accepted ends the reading with this.
        if (error.getCause() instanceof IllegalStateException || error instanceof IllegalStateException) {
            return Answer.tooLarge(messageBytes);
        }
        LOG.warn("A request to @connections failed", error);
        return Answer.error(500, "InternalServerErrorException", "Internal server error");
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static void write(Response response, Callback callback, Answer answer) {
        response.setStatus(answer.status);
        if (answer.error != null) {
            response.getHeaders().put("x-amzn-ErrorType", answer.error);
        }
        if (answer.status == 204) {
            callback.succeeded();
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, answer.body.toString(), callback);
    }
}
