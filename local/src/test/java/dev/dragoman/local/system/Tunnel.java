package dev.dragoman.local.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A way to the system that can be cut or held: bytes go through as they are, until every connection ends at
 * once without a word, and none can be opened for a while; or until nothing that is asked arrives any more.
 */
final class Tunnel implements AutoCloseable {

    private final ServerSocket entrance;
    private final URI webSocket;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile long closedUntilNanos = System.nanoTime();
    private volatile boolean held;

    private Tunnel(ServerSocket entrance, URI webSocket) {
        this.entrance = entrance;
        this.webSocket = webSocket;
    }

    /** To a system's WebSocket and everything beside it. */
    static Tunnel to(URI webSocket) throws IOException {
        Tunnel tunnel = new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), webSocket);
        daemon("tunnel", tunnel::accept);
        return tunnel;
    }

    /** Where its entrance is. */
    URI webSocket() {
        return URI.create("ws://localhost:" + entrance.getLocalPort() + webSocket.getPath());
    }

    /** Cuts every connection; for so long none can be opened. */
    void cut(Duration howLong) {
        closedUntilNanos = System.nanoTime() + howLong.toNanos();
        sockets.forEach(Tunnel::closeQuietly);
    }

    /** From now on nothing that is asked arrives, until this is closed; connections stay. */
    void hold() {
        held = true;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket in = entrance.accept();
                if (System.nanoTime() < closedUntilNanos) {
                    in.close();
                    continue;
                }
                Socket out = new Socket();
                out.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), webSocket.getPort()));
                in.setTcpNoDelay(true);
                out.setTcpNoDelay(true);
                sockets.add(in);
                sockets.add(out);
                daemon("tunnel-in", () -> copyUnlessHeld(in, out));
                daemon("tunnel-out", () -> copy(out, in));
            } catch (IOException e) {
                // Closed, or nobody at the other end: whoever came sees that.
            }
        }
    }

    private void copyUnlessHeld(Socket from, Socket to) {
        copy(from, to, () -> held);
    }

    private void copy(Socket from, Socket to) {
        copy(from, to, () -> false);
    }

    private void copy(Socket from, Socket to, BooleanSupplier swallowed) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (!swallowed.getAsBoolean()) {
                    out.write(some, 0, read);
                }
            }
        } catch (IOException e) {
            // The end of one is the end of the other.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        sockets.forEach(Tunnel::closeQuietly);
    }
}
