package dev.dragoman.local.http;

import java.net.URI;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A server that nobody outside of this machine reaches: it binds 127.0.0.1 and nothing else. Speaks HTTP/1.1,
 * and HTTP/2 without TLS to clients that open with it (the SDK's asynchronous client for Kinesis does).
 *
 * <p>Its threads are daemons. Safe for use by many threads.
 */
public final class LoopbackJetty implements AutoCloseable {

    /** The endpoints answer without holding threads; these are for decoding and encoding. */
    private static final int MAX_THREADS = 32;

    private static final int MAX_REQUESTS_PER_CONNECTION = 1_024;

    private final String name;
    private final QueuedThreadPool threads;
    private final Server server;
    private final ServerConnector connector;

    private LoopbackJetty(String name, int port) {
        this.name = name;
        threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName(name);
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(MAX_REQUESTS_PER_CONNECTION);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http), http2);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
    }

    /**
     * A server that does not listen yet.
     *
     * @param name of its threads, and in errors
     * @param port 0 for any free one
     */
    public static LoopbackJetty named(String name, int port) {
        return new LoopbackJetty(name, port);
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the port can't be had
     */
    public void start(Handler handler) {
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(
                    name + " could not start on 127.0.0.1:" + connector.getPort() + ": " + e.getMessage(), e);
        }
    }

    /** Jetty's server, for handlers that must know it before it starts. */
    public Server jetty() {
        return server;
    }

    /** Runs work on the server's threads. */
    public Executor executor() {
        return threads;
    }

    /** Where it listens, for example {@code http://127.0.0.1:40123}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Stops listening; what is under way is cut. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(name + " could not stop", e);
        }
    }
}
