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
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one service on 127.0.0.1, one thread for each request under way. Applies the faults that are
 * planned; a request whose service fails gets that service's internal error, and never a stack trace.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final int MOST_THREADS = 40;
    private static final int LARGEST_BODY = 1024 * 1024;

    /** One service: its answers and its own way to say that something went wrong. */
    public interface Service {

        /** Its name for the operation that is asked for, for faults and logs. */
        String operation(Call call);

        /** Answers. May block. */
        Answer answer(Call call) throws IOException, InterruptedException;

        /** Its answer to a caller who asks too often. */
        Answer throttled();

        /** Its answer when it fails. */
        Answer failed();

        /** Its answer to a body of more than 1 MiB. */
        Answer tooLarge();
    }

    private final Server server;
    private final URI endpoint;

    private LoopbackServer(Server server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /**
     * Starts.
     *
     * @param name for its threads
     * @param port on loopback; 0 takes a free one
     * @throws IOException if the port is taken
     */
    public static LoopbackServer start(String name, int port, Service service, Faults faults) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        // Longer than the SDK keeps an unused connection, so that it is never cut under a request.
        connector.setIdleTimeout(120_000);
        server.addConnector(connector);
        server.setHandler(new ServiceHandler(service, faults));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(name + " could not start on port " + port + ": " + e.getMessage(), e);
        }
        return new LoopbackServer(server, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    /** Where it listens: what the SDK's {@code endpointOverride} takes. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("An endpoint did not stop cleanly: {}", e.toString());
        }
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
            Call call;
            try (InputStream in = Content.Source.asInputStream(request)) {
                byte[] body = in.readNBytes(LARGEST_BODY + 1);
                call = call(request, body);
            }
            Fault fault = faults.next(service.operation(call));
            if (fault instanceof Fault.Delay delay) {
                Thread.sleep(delay.by().toMillis());
            }
            Answer answer = answer(call, fault);
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

        private Answer answer(Call call, Fault fault) throws InterruptedException {
            if (fault instanceof Fault.Throttle) {
                return service.throttled();
            }
            if (fault instanceof Fault.Break) {
                return service.failed();
            }
            if (call.body().length > LARGEST_BODY) {
                return service.tooLarge();
            }
            try {
                return service.answer(call);
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} failed", service.operation(call), e);
                return service.failed();
            }
        }

        private static Call call(Request request, byte[] body) {
            Map<String, String> headers = new HashMap<>();
            for (HttpField field : request.getHeaders()) {
                headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue());
            }
            String query = request.getHttpURI().getQuery();
            return new Call(
                    request.getMethod(),
                    request.getHttpURI().getDecodedPath(),
                    query == null ? "" : query,
                    headers,
                    body);
        }
    }
}
