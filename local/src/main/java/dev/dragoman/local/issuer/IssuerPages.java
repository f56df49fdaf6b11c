package dev.dragoman.local.issuer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /issuer/.well-known/jwks.json}, and {@code POST /issuer/token?user=NAME}, which signs in
 * whoever asks from this machine, and a page only if it comes from this machine, too. Nobody else is
 * signed in, whatever the server is bound to.
 */
public final class IssuerPages extends Handler.Abstract.NonBlocking {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEYS = "/issuer/.well-known/jwks.json";
    private static final String TOKEN = "/issuer/token";

    private final LocalIssuer issuer;

    /** Pages of an issuer. */
    public IssuerPages(LocalIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (path.equals(KEYS) && request.getMethod().equals("GET")) {
            write(response, callback, 200, issuer.keySet());
            return true;
        }
        if (path.equals(TOKEN)) {
            token(request, response, callback);
            return true;
        }
        return false;
    }

    private void token(Request request, Response response, Callback callback) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (!isLoopback(Request.getRemoteAddr(request))
                || !isLoopback(Request.getServerName(request))
                || (origin != null && !isLoopback(hostOf(origin)))) {
            write(response, callback, 403, error("only from this machine"));
            return;
        }
        if (origin != null) {
            response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.getHeaders().put(HttpHeader.VARY, "Origin");
        }
        if (!request.getMethod().equals("POST")) {
            write(response, callback, 405, error("accepted is POST"));
            return;
        }
        String user = Objects.requireNonNullElse(
                Request.extractQueryParameters(request).getValue("user"), "");
        if (!LocalIssuer.USER.matcher(user).matches()) {
            write(response, callback, 400, error("user: accepted are 1 to 64 letters, digits, dots, dashes"));
            return;
        }
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        write(
                response,
                callback,
                200,
                JSON.createObjectNode()
                        .put("access_token", issuer.token(user))
                        .put("token_type", "Bearer")
                        .put("expires_in", LocalIssuer.LIFE.toSeconds())
                        .toString());
    }

    private static @Nullable String hostOf(String origin) {
        try {
            return URI.create(origin).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        boolean literal = host.matches("[0-9.]+") || host.contains(":");
        try {
            // A name is never looked up: whoever owns it says where it leads.
            return host.equals("localhost")
                    || (literal && InetAddress.getByName(host).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String error(String message) {
        return JSON.createObjectNode().put("message", message).toString();
    }

    private static void write(Response response, Callback callback, int status, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, body, callback);
    }
}
