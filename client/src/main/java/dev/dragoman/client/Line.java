package dev.dragoman.client;

import dev.dragoman.protocol.ClientMessage;
import dev.dragoman.protocol.Heartbeat;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.jspecify.annotations.Nullable;

/**
 * A line to the server that survives the connections that it is made of: one that is lost is replaced
 * by another, and one that gets old is replaced before it is lost. At any time at most one connection
 * is current, which is the one that is spoken on, and at most one is next, which is on its way to
 * become current.
 *
 * <p>A wire, that is one connection, goes this way; the owner is told of what is in capitals:
 *
 * <pre>
 * opening ──> introducing ──> current (UP) ──> former ──> dead (ENDED)
 *    │             │              │
 *    └─ failed ────┴─ refused     └─ lost ──> dead (ENDED, DOWN)
 * </pre>
 *
 * <ul>
 *   <li><b>opening</b>: next; becomes introducing when it is open, or current at once while the owner
 *       has nothing to introduce itself with.
 *   <li><b>introducing</b>: next; has said who it stands for. The answer makes it current, and the
 *       current one former. Without an answer in time, or with a problem that may pass, it is closed
 *       and another one is opened after a backoff with jitter; other problems are the owner's to judge.
 *   <li><b>current</b>: sends heartbeats. When it ends, or when an answer is waited for and nothing at
 *       all comes for a while, another one is opened. After some time, or when asked to, another one
 *       is opened beside it.
 *   <li><b>former</b>: nothing is sent on it, and what was on its way on it still comes; then closed.
 * </ul>
 *
 * <p>The line fails for good when its first connection does, when one is lost before there was
 * anything to introduce the next one with, when the owner gives up, when tokens are refused a few
 * times, and when there was no connection for too long. Then, and when it is closed, the owner is told
 * nothing more. Everything happens under the owner's lock.
 */
final class Line {

    /** So often a token may be refused in a row: a source may have given one that had just expired. */
    private static final int MOST_REFUSED_TOKENS = 3;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** Whose line it is; called with the lock held. */
    interface Owner {

        /** What a new connection says first, to be taken for the one before; null if there is nothing yet. */
        @Nullable
        ClientMessage introduction();

        /** Whether this is the good answer to what a new connection said first. */
        boolean welcomes(ServerMessage message);

        /** A problem that answers what a new connection said first. */
        Verdict refused(Problem problem);

        /**
         * A connection has become current.
         *
         * @param welcome the answer to its introduction; null if there was none
         */
        void up(@Nullable ServerMessage welcome);

        /**
         * Something came.
         *
         * @param current whether from the current connection; if not, from another one of this line
         */
        void received(ServerMessage message, boolean current);

        /** Nothing comes from a connection any more; what was sent on it and not answered is lost. */
        void ended(int wire);

        /** There is no current connection, and another one is tried for. */
        void down(ConnectionLostException reason);

        /** The line has failed for good. */
        void failed(Throwable reason);
    }

    private enum Stage {
        OPENING,
        INTRODUCING,
        CURRENT,
        FORMER,
        DEAD
    }

    private final Connector connector;
    private final Time time;
    private final RandomGenerator random;
    private final LineOptions options;
    private final Owner owner;
    private final Object lock;
    private final CompletableFuture<Line> connected = new CompletableFuture<>();

    /** All that are not dead. */
    private final Set<Wire> wires = new HashSet<>();

    private int opened;
    private @Nullable Wire current;
    private @Nullable Wire next;
    private Time.Timer retry = Time.Timer.NONE;
    private Backoff backoff;
    private int refusedTokens;
    private @Nullable Instant downSince;
    private boolean renewing;
    private boolean closed;

    /**
     * @param lock the owner's
     */
    Line(Connector connector, Time time, RandomGenerator random, LineOptions options, Owner owner, Object lock) {
        this.connector = connector;
        this.time = time;
        this.random = random;
        this.options = options;
        this.owner = owner;
        this.lock = lock;
        this.backoff = freshBackoff();
    }

    /** Opens the first connection; fails with what that fails with. */
    CompletableFuture<Line> connect() {
        synchronized (lock) {
            open();
        }
        return connected;
    }

    /** Whether there is a current connection. */
    boolean isUp() {
        return current != null;
    }

    /** The number of the current connection; 0 if there is none. */
    int wire() {
        return current == null ? 0 : current.number;
    }

    /** Whether a connection is on its way to take the current one's place. */
    boolean isRenewing() {
        return renewing && current != null;
    }

    /** Sends what will be answered on the current connection; nothing if there is none. */
    void send(ClientMessage message) {
        send(message, () -> {});
    }

    /**
     * Sends what will be answered on the current connection; nothing if there is none.
     *
     * @param whenLeft runs when it has left this machine, with the lock held
     */
    void send(ClientMessage message, Runnable whenLeft) {
        Wire wire = current;
        if (wire != null) {
            wire.say(message, whenLeft);
        }
    }

    /** Replaces the current connection by a new one; nothing if that is under way. */
    void renew() {
        if (!closed && current != null && next == null && owner.introduction() != null) {
            retry.cancel();
            renewing = true;
            open();
        }
    }

    /** Ends every connection; what was sent before still leaves. */
    void close() {
        if (!closed) {
            closed = true;
            retry.cancel();
            current = null;
            next = null;
            for (Wire wire : Set.copyOf(wires)) {
                wire.die();
                wire.closeLink();
            }
        }
    }

    private void open() {
        retry = Time.Timer.NONE;
        Wire wire = new Wire(++opened);
        next = wire;
        wires.add(wire);
        wire.expect("a connection was neither opened nor refused");
        var unused = connector.open(wire).whenComplete((link, failure) -> {
            synchronized (lock) {
                wire.opened(link, failure);
            }
        });
    }

    /** The next connection did not come to be. */
    private void tryAgain(Duration notBefore, Throwable reason) {
        Instant since = downSince;
        if (!connected.isDone()) {
            fail(reason);
        } else if (current == null && refusesTokens(reason) && ++refusedTokens >= MOST_REFUSED_TOKENS) {
            fail(reason);
        } else if (since != null && !time.now().isBefore(since.plus(options.giveUpAfter()))) {
            fail(reason);
        } else {
            Duration wait = backoff.next(random);
            retry.cancel();
            retry = time.after(wait.compareTo(notBefore) > 0 ? wait : notBefore, () -> {
                synchronized (lock) {
                    if (!closed && next == null) {
                        open();
                    }
                }
            });
        }
    }

    private static boolean refusesTokens(Throwable reason) {
        Throwable cause = reason;
        while (cause != null && !(cause instanceof UpgradeException)) {
            cause = cause.getCause();
        }
        return cause instanceof UpgradeException refused
                && (refused.getResponseStatusCode() == UNAUTHORIZED || refused.getResponseStatusCode() == FORBIDDEN);
    }

    private void fail(Throwable reason) {
        if (!closed) {
            close();
            owner.failed(reason);
            connected.completeExceptionally(reason);
        }
    }

    private Backoff freshBackoff() {
        return new Backoff(options.firstBackoff(), options.longestBackoff());
    }

    /** One connection. */
    private final class Wire implements Receiver {

        private final int number;
        private Stage stage = Stage.OPENING;
        private @Nullable Link link;
        private @Nullable ClientMessage introduction;
        private Time.Timer deadline = Time.Timer.NONE;
        private Time.Timer heartbeat = Time.Timer.NONE;
        private Time.Timer renewal = Time.Timer.NONE;
        private Time.Timer silence = Time.Timer.NONE;
        private boolean waiting;

        Wire(int number) {
            this.number = number;
        }

        void opened(@Nullable Link newLink, @Nullable Throwable failure) {
            link = newLink;
            deadline.cancel();
            if (stage == Stage.DEAD) {
                closeLink();
            } else if (newLink == null) {
                giveWay(Duration.ZERO, failure == null ? new IllegalStateException("no connection") : failure);
            } else {
                ClientMessage first = owner.introduction();
                if (first == null) {
                    promote(null);
                } else {
                    stage = Stage.INTRODUCING;
                    introduce(first);
                }
            }
        }

        private void introduce(ClientMessage first) {
            introduction = first;
            expect("nobody answered on a new connection");
            say(first, () -> {});
        }

        /** Waits for the next step towards being current, and gives way if it does not come. */
        void expect(String otherwise) {
            Stage now = stage;
            deadline.cancel();
            deadline = time.after(options.answerTimeout(), () -> {
                synchronized (lock) {
                    if (stage == now) {
                        giveWay(Duration.ZERO, new ConnectionLostException(otherwise));
                    }
                }
            });
        }

        private void promote(@Nullable ServerMessage welcome) {
            Wire before = current;
            stage = Stage.CURRENT;
            current = this;
            next = null;
            renewing = false;
            downSince = null;
            refusedTokens = 0;
            backoff = freshBackoff();
            deadline.cancel();
            beat();
            renewal = time.after(options.renewAfter(), () -> {
                synchronized (lock) {
                    if (stage == Stage.CURRENT) {
                        renew();
                    }
                }
            });
            if (before != null) {
                before.becomeFormer();
            }
            owner.up(welcome);
            connected.complete(Line.this);
        }

        private void becomeFormer() {
            stage = Stage.FORMER;
            cancelTimers();
            deadline = time.after(options.keepFormer(), () -> {
                synchronized (lock) {
                    end(new ConnectionLostException("replaced"));
                    closeLink();
                }
            });
        }

        private void beat() {
            heartbeat = time.after(options.heartbeatEvery(), () -> {
                synchronized (lock) {
                    if (stage == Stage.CURRENT) {
                        say(new Heartbeat(), () -> {});
                        beat();
                    }
                }
            });
        }

        void say(ClientMessage message, Runnable whenLeft) {
            Link open = link;
            if (open == null) {
                return;
            }
            if (!waiting) {
                waiting = true;
                silence = time.after(options.silence(), () -> {
                    synchronized (lock) {
                        if (waiting && stage != Stage.DEAD) {
                            open.abort();
                        }
                    }
                });
            }
            open.send(message, () -> {
                synchronized (lock) {
                    whenLeft.run();
                }
            });
        }

        @Override
        public void received(ServerMessage message) {
            synchronized (lock) {
                if (stage == Stage.DEAD) {
                    return;
                }
                waiting = false;
                silence.cancel();
                if (stage == Stage.INTRODUCING) {
                    if (owner.welcomes(message)) {
                        promote(message);
                        return;
                    }
                    if (message instanceof Problem problem && answersIntroduction(problem)) {
                        judge(problem);
                        return;
                    }
                }
                owner.received(message, stage == Stage.CURRENT);
            }
        }

        private boolean answersIntroduction(Problem problem) {
            return introduction != null && introduction.action().equals(problem.action());
        }

        private void judge(Problem problem) {
            Verdict verdict = owner.refused(problem);
            if (verdict instanceof Verdict.SayInstead other) {
                introduce(other.message());
            } else if (verdict instanceof Verdict.TryAgain again) {
                giveWay(again.notBefore(), new ProblemException(problem));
            } else if (verdict instanceof Verdict.GiveUp giveUp) {
                if (current == null) {
                    fail(giveUp.reason());
                } else {
                    // What there is stays as long as it lasts.
                    renewing = false;
                    die();
                    next = null;
                    closeLink();
                }
            }
        }

        @Override
        public void ended(ConnectionLostException reason) {
            synchronized (lock) {
                end(reason);
            }
        }

        private void end(ConnectionLostException reason) {
            if (stage == Stage.OPENING || stage == Stage.INTRODUCING) {
                giveWay(Duration.ZERO, reason);
            } else if (stage == Stage.FORMER) {
                die();
                owner.ended(number);
            } else if (stage == Stage.CURRENT) {
                die();
                current = null;
                owner.ended(number);
                lost(reason);
            }
        }

        private void lost(ConnectionLostException reason) {
            if (closed) {
                return;
            }
            if (owner.introduction() == null) {
                fail(reason);
                return;
            }
            downSince = time.now();
            owner.down(reason);
            // One that was to take its place does so now.
            if (!closed && next == null) {
                tryAgain(Duration.ZERO, reason);
            }
        }

        /** Makes room for another one that is to become current. */
        private void giveWay(Duration notBefore, Throwable reason) {
            die();
            next = null;
            closeLink();
            tryAgain(notBefore, reason);
        }

        private void die() {
            stage = Stage.DEAD;
            wires.remove(this);
            cancelTimers();
        }

        private void closeLink() {
            if (link != null) {
                link.close();
            }
        }

        private void cancelTimers() {
            deadline.cancel();
            heartbeat.cancel();
            renewal.cancel();
            silence.cancel();
        }
    }
}
