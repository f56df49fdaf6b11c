package dev.dragoman.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Many listeners in a process of their own, so that they and the gateway each have the machine's
 * number of file descriptors. Connects, says {@code ready}, and answers each line with a round's
 * number by how many were told in it and how long that took after the message was given: {@code
 * count p50 p99 longest}, in milliseconds. Ends with its input.
 *
 * <p>Both processes read the same monotonic clock: {@link System#nanoTime} on Linux.
 */
final class FanOutListeners {

    private static final int CONNECTING_AT_ONCE = 100;
    private static final Pattern ROUND = Pattern.compile("\"mediaStartMillis\":(\\d+).*\"text\":\"given at (\\d+)\"");

    private final Map<Integer, Latencies> rounds = new ConcurrentHashMap<>();

    private FanOutListeners() {}

    /** Takes the WebSocket's address and how many listeners to be. */
    public static void main(String[] args) throws Exception {
        FanOutListeners listeners = new FanOutListeners();
        listeners.connect(URI.create(args[0]), Integer.parseInt(args[1]));
        System.out.println("ready");
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                System.out.println(listeners.answer(Integer.parseInt(line)));
            }
        }
        System.exit(0);
    }

    private void connect(URI uri, int count) throws Exception {
        WebSocketClient client = new WebSocketClient();
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setDaemon(true);
        client.getHttpClient().setExecutor(threads);
        client.setIdleTimeout(Duration.ofMinutes(15));
        client.start();
        Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE);
        for (int i = 0; i < count; i++) {
            connecting.acquire();
            var unused = client.connect(new One(), uri).whenComplete((opened, failure) -> {
                if (failure != null) {
                    System.err.println("a listener could not connect: " + failure);
                    System.exit(1);
                }
                connecting.release();
            });
        }
        connecting.acquire(CONNECTING_AT_ONCE);
    }

    private String answer(int round) {
        Latencies told = rounds.getOrDefault(round, new Latencies());
        synchronized (told) {
            return String.format(
                    Locale.ROOT,
                    "%d %.1f %.1f %.1f",
                    told.count(),
                    told.percentileMillis(50),
                    told.percentileMillis(99),
                    told.percentileMillis(100));
        }
    }

    /** One listener; public for Jetty. */
    public final class One implements Session.Listener.AutoDemanding {

        @Override
        public void onWebSocketText(String message) {
            long now = System.nanoTime();
            Matcher found = ROUND.matcher(message);
            if (found.find()) {
                Latencies told = rounds.computeIfAbsent(Integer.parseInt(found.group(1)), round -> new Latencies());
                synchronized (told) {
                    told.add(now - Long.parseLong(found.group(2)));
                }
            }
        }
    }
}
