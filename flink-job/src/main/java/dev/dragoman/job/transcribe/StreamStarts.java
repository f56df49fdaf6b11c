package dev.dragoman.job.transcribe;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one subtask within its share of the account's limits on streams: so many starts in any
 * second, so many streams open at once. Sessions that want a stream wait in the order in which they
 * asked; one whose stream failed asks again behind all others.
 */
final class StreamStarts {

    private final int perSecond;
    private final int concurrent;
    private final Set<String> waiting = new LinkedHashSet<>();

    /** When the last starts were, newest last; a ring as long as what a second allows. */
    private final long[] startedAt;

    private int nextSlot;
    private int open;

    StreamStarts(int perSecond, int concurrent) {
        this.perSecond = perSecond;
        this.concurrent = concurrent;
        this.startedAt = new long[perSecond];
        Arrays.fill(startedAt, Long.MIN_VALUE / 2);
    }

    /** The share of one of several subtasks, at least one. */
    static StreamStarts share(TranscribeSettings settings, int subtasks) {
        return new StreamStarts(
                share(settings.startsPerSecond(), subtasks), share(settings.concurrentStreams(), subtasks));
    }

    private static int share(int whole, int subtasks) {
        return Math.max(1, whole / subtasks);
    }

    /** A session wants a stream; asking again changes nothing. */
    void ask(String sessionId) {
        waiting.add(sessionId);
    }

    /** A session wants none any more. */
    void withdraw(String sessionId) {
        waiting.remove(sessionId);
    }

    /** The next session that may start a stream now; its stream counts as open from now on. */
    @Nullable
    String next(long now) {
        if (waiting.isEmpty() || open >= concurrent || now < freeAt()) {
            return null;
        }
        Iterator<String> first = waiting.iterator();
        String sessionId = first.next();
        first.remove();
        startedAt[nextSlot] = now;
        nextSlot = (nextSlot + 1) % perSecond;
        open++;
        return sessionId;
    }

    /** A stream is over. */
    void over() {
        open--;
    }

    /** When to try again, or {@link Long#MAX_VALUE} if only the end of a stream can help. */
    long nextAt() {
        return waiting.isEmpty() || open >= concurrent ? Long.MAX_VALUE : freeAt();
    }

    /** How many sessions wait for a stream. */
    int waiting() {
        return waiting.size();
    }

    /** How many streams are open. */
    int open() {
        return open;
    }

    private long freeAt() {
        return startedAt[nextSlot] + 1_000;
    }
}
