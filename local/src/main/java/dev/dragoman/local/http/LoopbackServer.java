package dev.dragoman.local.http;

import dev.dragoman.local.faults.Fault;
import dev.dragoman.local.faults.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one service on 127.0.0.1, one thread for each request under way. Applies the faults that are
 * planned; a request whose service fails gets that service's internal error, and never a stack trace.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int LARGEST_BODY = 1024 * 1024;

    /** One service: its answers and its own way to say that something went wrong. */
    public interface Service {

        /** Its name for the operation that is asked for, for faults and logs. */
        String operation(HttpCall call);

        /** What it is asked about, for faults: for example a language. */
        default String target(HttpCall call) {
            return "";
        }

        /** Answers. May block. */
        HttpAnswer answer(HttpCall call) throws IOException, InterruptedException;

        /** An error in the service's own form, by the service's own code. */
        HttpAnswer error(int status, String code, String message);

        /** The code of its error for a caller who asks too often. */
        String throttled();

        /** The code of its internal error. */
        String internalError();

        /** The code of its error for a request that is not valid. */
        String invalidRequest();
    }

    private final LoopbackJetty jetty;

    private LoopbackServer(LoopbackJetty jetty) {
        this.jetty = jetty;
    }

    /**
     * Starts.
     *
     * @param name of its threads, and in errors
     * @param port on loopback; 0 takes a free one
     * @throws IllegalStateException if the port is taken
     */
    public static LoopbackServer start(String name, int port, Service service, Faults faults) {
        LoopbackJetty jetty = LoopbackJetty.named(name, port);
        jetty.start(new ServiceHandler(service, faults));
        return new LoopbackServer(jetty);
    }

    /** Where it listens: what the SDK's {@code endpointOverride} takes. */
    public URI endpoint() {
        return jetty.endpoint();
    }

    @Override
    public void close() {
        jetty.close();
    }

    private static final class ServiceHandler extends Handler.Abstract {

        private final Service service;
        private final Faults faults;

        ServiceHandler(Service service, Faults faults) {
            this.service = service;
            this.faults = faults;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            HttpCall call;
            try (InputStream in = Content.Source.asInputStream(request)) {
                byte[] body = in.readNBytes(LARGEST_BODY + 1);
                call = call(request, body);
            }
            Fault fault = faults.next(service.operation(call), service.target(call));
            if (fault instanceof Fault.Delay delay) {
                Thread.sleep(delay.by().toMillis());
            }
            HttpAnswer answer = answer(call, fault);
            if (fault instanceof Fault.LoseAnswer) {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.succeeded();
                return true;
            }
            response.setStatus(answer.status());
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
            response.getHeaders().put("Content-Length", answer.body().length);
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
            return true;
        }

        private HttpAnswer answer(HttpCall call, Fault fault) throws InterruptedException {
            if (fault instanceof Fault.Throttle) {
                return service.error(400, service.throttled(), "Rate exceeded");
            }
            if (fault instanceof Fault.Refuse refuse) {
                return service.error(refuse.status(), refuse.code(), "Planned error");
            }
            return fault instanceof Fault.Break ? internalError() : served(call);
        }

        private HttpAnswer served(HttpCall call) throws InterruptedException {
            if (call.body().length > LARGEST_BODY) {
                return service.error(
                        400, service.invalidRequest(), "The request is larger than " + LARGEST_BODY + " bytes");
            }
            try {
                return service.answer(call);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} failed", service.operation(call), e);
                return internalError();
            }
        }

        private HttpAnswer internalError() {
            return service.error(
                    500, service.internalError(), "An internal server error occurred. Retry your request.");
        }

        private static HttpCall call(Request request, byte[] body) {
            Map<String, String> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue());
            }
            String query = request.getHttpURI().getQuery();
            return new HttpCall(
                    request.getMethod(),
                    request.getHttpURI().getDecodedPath(),
                    query == null ? "" : query,
                    headers,
                    body);
        }
    }
}
