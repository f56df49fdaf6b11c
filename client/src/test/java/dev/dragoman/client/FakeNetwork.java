package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.ServerMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A network between clients and one server, in {@link FakeTime}: messages take a while each way, answers
 * come in any order, connections are cut, and for a while there may be none at all.
 */
final class FakeNetwork implements Connector {

    /** The other end. */
    interface Server {

        /** A message came; answers go back through the wire. */
        void received(Wire wire, ClientMessage message);

        /** A connection ended, and the server has noticed. */
        void closed(Wire wire);
    }

    private final FakeTime time;
    private final Random random;
    private final Server server;
    private final List<Wire> wires = new ArrayList<>();
    private boolean out;

    /** The percentage of answers that get lost, and of those that come twice. */
    int lostPercent;

    int doubledPercent;

    /** So many connections are neither opened nor refused. */
    int swallowed;

    FakeNetwork(FakeTime time, Random random, Server server) {
        this.time = time;
        this.random = random;
        this.server = server;
    }

    @Override
    public CompletableFuture<? extends Link> open(Receiver receiver) {
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        if (swallowed > 0) {
            swallowed--;
            return opened;
        }
        time.after(delay(), () -> {
            if (out) {
                opened.completeExceptionally(new IOException("no network"));
            } else {
                Wire wire = new Wire(receiver);
                wires.add(wire);
                opened.complete(wire);
            }
        });
        return opened;
    }

    /** Cuts every connection; none can be opened until it is over. */
    void outage(Duration howLong) {
        out = true;
        List.copyOf(wires).forEach(Wire::cut);
        time.after(howLong, () -> out = false);
    }

    int open() {
        return wires.size();
    }

    private Duration delay() {
        return Duration.ofMillis(5 + random.nextInt(60));
    }

    /** One connection. */
    final class Wire implements Link {

        private final Receiver receiver;
        private boolean ended;

        Wire(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void send(ClientMessage message, Runnable whenLeft) {
            if (!ended) {
                whenLeft.run();
                time.after(delay(), () -> {
                    // What had left when the connection was cut may have arrived, or not.
                    if (!ended || random.nextBoolean()) {
                        server.received(this, message);
                    }
                });
            }
        }

        /** The server says something; with its own delay, so that what is said later may come first. */
        void say(ServerMessage message) {
            if (random.nextInt(100) >= lostPercent) {
                sayForSure(message);
            }
        }

        /** The same, and it comes if the connection lasts. */
        void sayForSure(ServerMessage message) {
            int times = random.nextInt(100) < doubledPercent ? 2 : 1;
            for (int i = 0; i < times; i++) {
                time.after(delay(), () -> {
                    if (!ended) {
                        receiver.received(message);
                    }
                });
            }
        }

        boolean isOpen() {
            return !ended;
        }

        @Override
        public void close() {
            cut();
        }

        @Override
        public void abort() {
            cut();
        }

        void cut() {
            if (!ended) {
                ended = true;
                wires.remove(this);
                time.after(delay(), () -> server.closed(this));
                receiver.ended(new ConnectionLostException("cut"));
            }
        }
    }
}
