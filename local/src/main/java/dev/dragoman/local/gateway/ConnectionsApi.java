package dev.dragoman.local.gateway;

import dev.dragoman.local.fault.Call;
import dev.dragoman.local.fault.Fault;
import dev.dragoman.local.fault.Faults;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

/**
 * The management API: {@code POST}, {@code GET} and {@code DELETE /@connections/{id}}, with or without
 * a stage before it; ids arrive percent-encoded.
 */
final class ConnectionsApi extends Handler.Abstract.NonBlocking {

    private static final Pattern PATH = Pattern.compile("(?:/[^/]+)?/@connections/([^/]+)");
    private static final int GONE = 410;

    private final Function<String, @Nullable Client> clients;
    private final int messageBytes;
    private final Faults faults;

    ConnectionsApi(Function<String, @Nullable Client> clients, int messageBytes, Faults faults) {
        this.clients = clients;
        this.messageBytes = messageBytes;
        this.faults = faults;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = URLDecoder.decode(request.getHttpURI().getPath(), StandardCharsets.UTF_8);
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return false;
        }
        String id = matcher.group(1);
        switch (request.getMethod()) {
            case "POST" ->
                Content.Source.asByteBuffer(
                        request,
                        org.eclipse.jetty.util.Promise.from(
                                body -> post(
                                        id,
                                        body.remaining(),
                                        StandardCharsets.UTF_8.decode(body).toString(),
                                        response,
                                        callback),
                                callback::failed));
            case "GET" -> get(id, response, callback);
            case "DELETE" -> delete(id, response, callback);
            default -> refuse(response, callback, 405, "MethodNotAllowedException", "accepted are GET, POST, DELETE");
        }
        return true;
    }

    private void post(String id, int bytes, String message, Response response, Callback callback) {
        Fault fault = faults.on(new Call("gateway", "PostToConnection", id));
        CompletableFuture.runAsync(
                        () -> {},
                        fault.delay().isZero()
                                ? Runnable::run
                                : CompletableFuture.delayedExecutor(
                                        fault.delay().toMillis(), TimeUnit.MILLISECONDS))
                .thenCompose(waited -> {
                    if (fault.failure() != null && !fault.served()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    if (bytes > messageBytes) {
                        return CompletableFuture.failedFuture(new PayloadTooLarge());
                    }
                    Client client = clients.apply(id);
                    return client == null
                            ? CompletableFuture.failedFuture(new IllegalStateException("no such connection"))
                            : client.send(message);
                })
                .whenComplete((sent, failure) -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (fault.failure() != null) {
                        refuse(
                                response,
                                callback,
                                fault.failure().status(),
                                fault.failure().code(),
                                "on purpose");
                    } else if (cause == null) {
                        response.setStatus(200);
                        callback.succeeded();
                    } else if (cause instanceof PayloadTooLarge) {
                        refuse(
                                response,
                                callback,
                                413,
                                "PayloadTooLargeException",
                                "at most " + messageBytes + " bytes");
                    } else if (cause instanceof Client.TooManyWaiting) {
                        refuse(response, callback, 429, "LimitExceededException", "the client reads too slowly");
                    } else {
                        refuse(response, callback, GONE, "GoneException", "");
                    }
                });
    }

    private void get(String id, Response response, Callback callback) {
        Client client = clients.apply(id);
        if (client == null) {
            refuse(response, callback, GONE, "GoneException", "");
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String json = "{\"connectedAt\":\""
                + java.time.Instant.ofEpochMilli(client.caller().connectedAt())
                + "\",\"identity\":{\"sourceIp\":\"" + client.caller().sourceIp()
                + "\",\"userAgent\":\"\"},\"lastActiveAt\":\"" + client.lastActive() + "\"}";
        Content.Sink.write(response, true, json, callback);
    }

    private void delete(String id, Response response, Callback callback) {
        Client client = clients.apply(id);
        if (client == null) {
            refuse(response, callback, GONE, "GoneException", "");
            return;
        }
        client.close(1000, "Connection closed by the backend");
        response.setStatus(204);
        callback.succeeded();
    }

    private static void refuse(Response response, Callback callback, int status, String code, String message) {
        response.setStatus(status);
        response.getHeaders().put("x-amzn-ErrorType", code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, "{\"message\":\"" + message + "\"}", callback);
    }

    private static final class PayloadTooLarge extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
