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
 * <p>Guests take what nobody waits for, and have no share of their own.
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
    private final TurnQueue queue;
    private final TokenBucket bucket;
    private int members;
    private int guests;
    private long numbers;
    private boolean waking;

    /**
     * A limit that nobody else has.
     *
     * @param newestFirst whether the newest is first when a session is behind, and ends what is older
     * @param subtasks how many subtasks the stage has in all JVMs
     * @param nanos a clock that never goes back
     */
    RateLimit(RateSettings settings, boolean newestFirst, int subtasks, LongSupplier nanos, Later later) {
        this.settings = settings;
        this.queue = new TurnQueue(newestFirst);
        this.subtasks = subtasks;
        this.nanos = nanos;
        this.later = later;
        this.bucket = new TokenBucket(settings.perSecond(), settings.burst(), nanos.getAsLong());
    }

    /** The limit of one stage of one job in this JVM, for one more of its subtasks. */
    static Turns join(String jobAndStage, RateSettings settings, boolean newestFirst, int subtasks) {
        return joined(jobAndStage, settings, newestFirst, subtasks, 1, 0);
    }

    /** The same for a subtask of another stage, which takes what is left. */
    static Turns visit(String jobAndStage, RateSettings settings, int subtasks) {
        return joined(jobAndStage, settings, false, subtasks, 0, 1);
    }

    private static Turns joined(
            String jobAndStage, RateSettings settings, boolean newestFirst, int subtasks, int member, int guest) {
        RateLimit limit = SHARED.compute(jobAndStage, (name, there) -> {
            RateLimit joined = there == null
                    ? new RateLimit(
                            settings,
                            newestFirst,
                            subtasks,
                            System::nanoTime,
                            (wait, what) -> CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)
                                    .execute(what))
                    : there;
            joined.resize(member, guest);
            return joined;
        });
        return limit.new Member(() -> SHARED.computeIfPresent(jobAndStage, (name, there) -> {
            there.resize(-member, -guest);
            return there.members + there.guests == 0 ? null : there;
        }));
    }

    /** One more subtask. */
    Turns join() {
        resize(1, 0);
        return new Member(() -> resize(-1, 0));
    }

    /** One more guest. */
    Turns visit() {
        resize(0, 1);
        return new Member(() -> resize(0, -1));
    }

    /** How many wait. */
    synchronized int waiting() {
        return queue.size();
    }

    private synchronized void resize(int moreMembers, int moreGuests) {
        members += moreMembers;
        guests += moreGuests;
        bucket.resize(
                Math.max(settings.perSecond() * share(), Double.MIN_NORMAL),
                Math.max(1, Math.floor(settings.burst() * share()) - 1),
                nanos.getAsLong());
    }

    /** Where guests are alone, they stand for the members that went or are still to come. */
    private double share() {
        return Math.min(1, (double) (members == 0 ? guests : members) / subtasks);
    }

    private synchronized boolean isFree() {
        return queue.isEmpty() && bucket.take(nanos.getAsLong());
    }

    private CompletableFuture<Void> ask(
            Member member, String sessionId, String language, long mediaMillis, long patienceMillis) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (patienceMillis <= 0) {
            return CompletableFuture.failedFuture(ServiceException.notInTime("it came too late"));
        }
        synchronized (this) {
            long now = nanos.getAsLong();
            long until = now + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
            queue.add(new TurnQueue.Waiting(++numbers, member, sessionId, language, mediaMillis, now, until, turn));
        }
        letIn();
        return turn;
    }

    /** Gives all turns that there are now, and sees to it that it is called again for the next. */
    private void letIn() {
        List<CompletableFuture<Void>> in = new ArrayList<>();
        List<CompletableFuture<Void>> late = new ArrayList<>();
        List<CompletableFuture<Void>> overtaken = new ArrayList<>();
        synchronized (this) {
            long now = nanos.getAsLong();
            queue.expired(now).forEach(one -> late.add(one.turn()));
            while (!queue.isEmpty() && bucket.take(now)) {
                TurnQueue.Waiting next = queue.next(now);
                if (next != null) {
                    in.add(next.turn());
                    queue.overtakenBy(next).forEach(one -> overtaken.add(one.turn()));
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
        overtaken.forEach(turn -> turn.completeExceptionally(ServiceException.notInTime("a newer one had the turn")));
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
        public CompletableFuture<Void> turn(String sessionId, String language, long mediaMillis, long patienceMillis) {
            return ask(this, sessionId, language, mediaMillis, patienceMillis);
        }

        @Override
        public boolean now() {
            return isFree();
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
