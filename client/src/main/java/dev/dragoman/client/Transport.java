package dev.dragoman.client;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * The threads and connections that speakers and listeners share: WebSockets, and HTTP for speech.
 * Everybody in a program may use one; there is one for those who bring none. Its threads are daemons.
 *
 * <p>The WebSockets are Jetty's: the JDK's own sometimes do not notice that the other side has gone
 * (about one time in a hundred when it goes right after a message).
 */
public final class Transport implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Transport.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longer than any silence of a session: API Gateway closes what is idle for 10 minutes. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    /** API Gateway sends messages of at most 128 KB; a peer that sends more is none. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final WebSocketClient sockets = new WebSocketClient();
    private final HttpClient http;
    private final ScheduledExecutorService timer;

    private Transport() {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("client");
        threads.setDaemon(true);
        sockets.getHttpClient().setExecutor(threads);
        sockets.setConnectTimeout(CONNECT.toMillis());
        sockets.setIdleTimeout(IDLE);
        sockets.setMaxTextMessageSize(MOST_BYTES);
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "client-timer");
            thread.setDaemon(true);
            return thread;
        });
        http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    /** Starts one. */
    public static Transport start() {
        Transport transport = new Transport();
        try {
            transport.sockets.start();
            // A refused token is told by its status, though API Gateway adds no challenge to it.
            transport.sockets.getHttpClient().getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        } catch (Exception e) {
            throw new IllegalStateException("WebSockets could not be started", e);
        }
        return transport;
    }

    /** The one that this program shares; it lives as long as the program. */
    public static Transport shared() {
        return Shared.TRANSPORT;
    }

    WebSocketClient sockets() {
        return sockets;
    }

    HttpClient http() {
        return http;
    }

    /** A clock's time, and one thread for everything that is done later. */
    Time time(Clock clock) {
        return new Time() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public Timer after(Duration wait, Runnable task) {
                try {
                    ScheduledFuture<?> scheduled =
                            timer.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                } catch (RejectedExecutionException e) {
                    // Everything is over.
                    return Timer.NONE;
                }
            }
        };
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a callback failed", e);
        }
    }

    /** Ends every connection. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            sockets.stop();
        } catch (Exception e) {
            throw new IllegalStateException("WebSockets could not be stopped", e);
        }
    }

    private static final class Shared {
        static final Transport TRANSPORT = start();
    }
}
