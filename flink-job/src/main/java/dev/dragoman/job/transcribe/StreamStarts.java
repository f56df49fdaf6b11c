package dev.dragoman.job.transcribe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one job within the account's limits on streams: so many starts in any second, so many streams
 * open at once. Each JVM has the share that its subtasks have of all subtasks, at least one, and its
 * subtasks have it together: a busy one uses what an idle one leaves. Sessions that want a stream wait
 * in the order in which they asked, whatever their subtask; one whose stream failed asks again behind
 * all others.
 *
 * <p>A subtask after which another one's session is first wakes it. All of it may be lost: after a
 * restart everybody asks again. Safe for use by many threads; knows no clock.
 */
final class StreamStarts {

    private static final long SECOND = 1_000;

    private static final ConcurrentHashMap<String, StreamStarts> SHARED = new ConcurrentHashMap<>();

    private final int startsPerSecond;
    private final int concurrentStreams;
    private final int subtasks;
    private final List<Waiting> waiting = new ArrayList<>();

    /** When starts of the last second were, newest last. */
    private final Deque<Long> startedAt = new ArrayDeque<>();

    private int members;
    private int open;

    private record Waiting(Member member, String sessionId) {}

    /**
     * Limits that nobody else has.
     *
     * @param startsPerSecond the account's, of all JVMs
     * @param concurrentStreams the account's, of all JVMs
     * @param subtasks how many subtasks there are in all JVMs
     */
    StreamStarts(int startsPerSecond, int concurrentStreams, int subtasks) {
        this.startsPerSecond = startsPerSecond;
        this.concurrentStreams = concurrentStreams;
        this.subtasks = subtasks;
    }

    /**
     * The limits of one job in this JVM, for one more of its subtasks.
     *
     * @param wake called when it is the turn of one of the subtask's sessions, by any thread
     */
    static Member join(String job, TranscribeSettings settings, int subtasks, Runnable wake) {
        StreamStarts starts = SHARED.compute(job, (name, there) -> {
            StreamStarts joined = there == null
                    ? new StreamStarts(settings.startsPerSecond(), settings.concurrentStreams(), subtasks)
                    : there;
            joined.resize(1);
            return joined;
        });
        return starts
        .new Member(
                wake,
                () -> SHARED.computeIfPresent(job, (name, there) -> {
                    there.resize(-1);
                    return there.members == 0 ? null : there;
                }));
    }

    /** One more subtask. */
    Member join(Runnable wake) {
        resize(1);
        return new Member(wake, () -> resize(-1));
    }

    private synchronized void resize(int more) {
        members += more;
    }

    private int share(int whole) {
        return (int) Math.max(1, Math.min(whole, (long) whole * members / subtasks));
    }

    private boolean isFull() {
        return open >= share(concurrentStreams);
    }

    /** When the next start may be, by its time alone. */
    private long freeAt() {
        int share = share(startsPerSecond);
        return startedAt.size() < share
                ? Long.MIN_VALUE
                : startedAt.stream().skip(startedAt.size() - share).findFirst().orElseThrow() + SECOND;
    }

    /** Whose session is next, if a stream may be started now. */
    private @Nullable Waiting first(long now) {
        while (!startedAt.isEmpty() && startedAt.getFirst() + SECOND <= now) {
            startedAt.removeFirst();
        }
        return waiting.isEmpty() || isFull() || now < freeAt() ? null : waiting.get(0);
    }

    /** One subtask's part in it. */
    final class Member implements AutoCloseable {

        private final Runnable wake;
        private final Runnable leave;
        private int mine;

        private Member(Runnable wake, Runnable leave) {
            this.wake = wake;
            this.leave = leave;
        }

        /** A session wants a stream; asking again changes nothing. */
        void ask(String sessionId) {
            Waiting one = new Waiting(this, sessionId);
            synchronized (StreamStarts.this) {
                if (!waiting.contains(one)) {
                    waiting.add(one);
                }
            }
        }

        /** A session wants none any more. */
        void withdraw(String sessionId) {
            boolean first;
            synchronized (StreamStarts.this) {
                int place = waiting.indexOf(new Waiting(this, sessionId));
                if (place >= 0) {
                    waiting.remove(place);
                }
                first = place == 0;
            }
            if (first) {
                wakeWhoIsFirst();
            }
        }

        /** The next session that may start a stream now; its stream counts as open from now on. */
        @Nullable
        String next(long now) {
            String mayStart = null;
            synchronized (StreamStarts.this) {
                Waiting first = first(now);
                if (first == null) {
                    return null;
                }
                if (first.member() == this) {
                    waiting.remove(0);
                    startedAt.addLast(now);
                    open++;
                    mine++;
                    mayStart = first.sessionId();
                }
            }
            wakeWhoIsFirst();
            return mayStart;
        }

        /** Whoever is first sees to it that it starts when it may. */
        private void wakeWhoIsFirst() {
            Member first;
            synchronized (StreamStarts.this) {
                first = waiting.isEmpty() ? null : waiting.get(0).member();
            }
            if (first != null && first != this) {
                first.wake.run();
            }
        }

        /** A stream is over. */
        void over() {
            synchronized (StreamStarts.this) {
                open--;
                mine--;
            }
        }

        /** When to try again, or {@link Long#MAX_VALUE} if that is for others to say, or only the end of a stream can help. */
        long nextAt() {
            synchronized (StreamStarts.this) {
                boolean first = !waiting.isEmpty() && waiting.get(0).member() == this;
                return first && !isFull() ? freeAt() : Long.MAX_VALUE;
            }
        }

        /** How many of its sessions wait for a stream. */
        int waiting() {
            synchronized (StreamStarts.this) {
                return (int)
                        waiting.stream().filter(one -> one.member() == this).count();
            }
        }

        /** How many of its streams are open. */
        int open() {
            synchronized (StreamStarts.this) {
                return mine;
            }
        }

        /** Its streams are gone, and its sessions want none any more. */
        @Override
        public void close() {
            synchronized (StreamStarts.this) {
                waiting.removeIf(one -> one.member() == this);
                open -= mine;
                mine = 0;
            }
            leave.run();
            wakeWhoIsFirst();
        }
    }
}
