package dev.dragoman.job.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps the calls of one job to one service within the account's limit, so that the service never
 * has to throttle it. Each JVM has the share that its subtasks have of all subtasks of the stage, and
 * its subtasks have it together: a busy one uses what an idle one leaves. Who is next is {@link
 * TurnQueue}'s. Whoever can't have its turn in time is told so, and the service is not asked.
 *
 * <p>One call of the burst is kept in hand, for calls that arrive closer together than they left. A
 * subtask that starts begins without a burst, because the one before it may have used it. With more
 * JVMs than the burst has calls, all starting at once, the service may throttle: then, and whenever
 * it does, what was saved up is given up.
 *
 * <p>All of it may be lost: after a restart everybody asks again. Safe for use by many threads;
 * nothing blocks.
 */
final class RateLimit {

    private static final ConcurrentHashMap<String, RateLimit> SHARED = new ConcurrentHashMap<>();

    /** Does something later. */
    interface Later {

        /** Does it after so long, on any thread. */
        void after(long nanos, Runnable what);
    }

    private final RateSettings settings;
    private final int subtasks;
    private final LongSupplier nanos;
    private final Later later;
    private final TurnQueue queue = new TurnQueue();
    private final TokenBucket bucket;
    private int members;
    private long numbers;
    private boolean waking;

    /**
     * A limit that nobody else has.
     *
     * @param subtasks how many subtasks the stage has in all JVMs
     * @param nanos a clock that never goes back
     */
    RateLimit(RateSettings settings, int subtasks, LongSupplier nanos, Later later) {
        this.settings = settings;
        this.subtasks = subtasks;
        this.nanos = nanos;
        this.later = later;
        this.bucket = new TokenBucket(settings.perSecond(), settings.burst(), nanos.getAsLong());
    }

    /** The limit of one stage of one job in this JVM, for one more of its subtasks. */
    static Turns join(String jobAndStage, RateSettings settings, int subtasks) {
        RateLimit limit = SHARED.compute(jobAndStage, (name, there) -> {
            RateLimit joined = there == null
                    ? new RateLimit(
                            settings,
                            subtasks,
                            System::nanoTime,
                            (wait, what) -> CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)
                                    .execute(what))
                    : there;
            joined.resize(1);
            return joined;
        });
        return limit.new Member(() -> SHARED.computeIfPresent(jobAndStage, (name, there) -> {
            there.resize(-1);
            return there.members == 0 ? null : there;
        }));
    }

    /** One more subtask. */
    Turns join() {
        resize(1);
        return new Member(() -> resize(-1));
    }

    /** How many wait. */
    synchronized int waiting() {
        return queue.size();
    }

    private synchronized void resize(int more) {
        members += more;
        bucket.resize(
                Math.max(settings.perSecond() * share(), Double.MIN_NORMAL),
                Math.max(1, Math.floor(settings.burst() * share()) - 1),
                nanos.getAsLong());
    }

    private double share() {
        return Math.min(1, (double) members / subtasks);
    }

    private CompletableFuture<Void> ask(Member member, String sessionId, long mediaMillis, long patienceMillis) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (patienceMillis <= 0) {
            return CompletableFuture.failedFuture(ServiceException.notInTime("it came too late"));
        }
        synchronized (this) {
            long now = nanos.getAsLong();
            long until = now + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            queue.add(new TurnQueue.Waiting(++numbers, member, sessionId, mediaMillis, now, until, turn));
        }
        letIn();
        return turn;
    }

    /** Gives all turns that there are now, and sees to it that it is called again for the next. */
    private void letIn() {
        List<CompletableFuture<Void>> in = new ArrayList<>();
        List<CompletableFuture<Void>> late = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            queue.expired(now).forEach(one -> late.add(one.turn()));
            while (!queue.isEmpty() && bucket.take(now)) {
                TurnQueue.Waiting next = queue.next(now);
                if (next != null) {
                    in.add(next.turn());
                }
            }
            while (queue.size() > settings.mostWaiting(share())) {
                late.add(queue.crowdedOut().turn());
            }
            if (!queue.isEmpty() && !waking) {
                waking = true;
                long wait = Math.min(bucket.nanosToNext(now), queue.nanosToExpiry(now));
                later.after(Math.max(1, wait), this::wake);
            }
        }
        // Outside the lock: what follows on a turn is not known here.
        late.forEach(turn -> turn.completeExceptionally(ServiceException.notInTime("its turn never came")));
        in.forEach(turn -> turn.complete(null));
    }

    private void wake() {
        synchronized (this) {
            waking = false;
        }
        letIn();
    }

    /** One subtask's part in it. */
    private final class Member implements Turns {

        private final Runnable leave;

        Member(Runnable leave) {
            this.leave = leave;
        }

        @Override
        public CompletableFuture<Void> turn(String sessionId, long mediaMillis, long patienceMillis) {
            return ask(this, sessionId, mediaMillis, patienceMillis);
        }

        @Override
        public void throttled() {
            synchronized (RateLimit.this) {
                bucket.drain(nanos.getAsLong());
            }
        }

        @Override
        public void close() {
            List<TurnQueue.Waiting> gone;
            synchronized (RateLimit.this) {
                gone = queue.of(this);
            }
            gone.forEach(one -> one.turn().cancel(false));
            leave.run();
        }
    }
}
