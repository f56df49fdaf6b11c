package dev.dragoman.client;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.MissedInterpretations;
import dev.dragoman.protocol.Skipped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what a listener missed while there was no connection: at once, and again a while later for
 * what was under way meanwhile. An answer that does not come is asked for again, with a backoff; until
 * all is there, a further loss asks from where this one did. What was told already comes again, and
 * the listener passes it over. Everything happens under the listener's lock.
 */
final class CatchUp {

    /** What is not announced by then was lost before; what was under way when the connection came is. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /** When the last words of a session are there that ended meanwhile. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    /** Who came when a talk was on for long and heard nothing yet gets this much of it. */
    private static final long LATE_JOINER_MILLIS = 60_000;

    private final MissedSource source;
    private final Time time;
    private final RandomGenerator random;
    private final Object lock;
    private final Consumer<MissedInterpretations> found;
    private @Nullable Round round;

    CatchUp(
            MissedSource source,
            Time time,
            RandomGenerator random,
            Object lock,
            Consumer<MissedInterpretations> found) {
        this.source = source;
        this.time = time;
        this.random = random;
        this.lock = lock;
        this.found = found;
    }

    /**
     * Begins.
     *
     * @param seat who missed it
     * @param sinceMillis after which media start something may be missing; -1 for all
     * @param onlyTheLastMinute whether what is older than that is nobody's loss
     * @param ended whether the session is over, so that nothing is announced any more
     * @param whenDone runs when everything is there
     */
    void begin(Seat seat, long sinceMillis, boolean onlyTheLastMinute, boolean ended, Runnable whenDone) {
        long from = sinceMillis;
        if (round != null && round.seat.language().equals(seat.language())) {
            from = Math.min(from, round.from);
        }
        stop();
        round = new Round(seat, from, onlyTheLastMinute, ended, whenDone);
        round.ask();
    }

    /** Whether something may still be found. */
    boolean isUnderWay() {
        return round != null;
    }

    /** Calls it off. */
    void stop() {
        if (round != null) {
            round.timer.cancel();
            round = null;
        }
    }

    private final class Round {

        final Seat seat;
        final long from;
        final boolean onlyTheLastMinute;
        final Runnable whenDone;
        final Backoff backoff = new Backoff(FIRST_BACKOFF, LONGEST_BACKOFF);
        Time.Timer timer = Time.Timer.NONE;
        long since;
        final Deque<Duration> waits;

        /** The last minute of the pages so far; null before the first. */
        @Nullable
        MissedInterpretations lastMinute;

        Round(Seat seat, long from, boolean onlyTheLastMinute, boolean ended, Runnable whenDone) {
            this.seat = seat;
            this.from = from;
            this.since = from;
            this.onlyTheLastMinute = onlyTheLastMinute;
            this.waits = new ArrayDeque<>(ended ? List.of(AGAIN, LAST_WORDS) : List.of(AGAIN));
            this.whenDone = whenDone;
        }

        void ask() {
            var unused = source.since(seat, since).whenComplete((missed, failure) -> {
                synchronized (lock) {
                    if (round == this) {
                        take(missed, failure);
                    }
                }
            });
        }

        private void take(@Nullable MissedInterpretations missed, @Nullable Throwable failure) {
            if (missed == null || failure != null) {
                failed(failure);
                return;
            }
            boolean more = starts(missed).distinct().count() >= MissedInterpretations.MOST;
            if (!onlyTheLastMinute) {
                found.accept(missed);
            } else {
                MissedInterpretations last = lastMinute(lastMinute == null ? missed : together(lastMinute, missed));
                lastMinute = more ? last : null;
                if (!more) {
                    found.accept(last);
                }
            }
            if (round != this) {
                return;
            }
            if (more) {
                since = lastStart(missed);
                ask();
            } else if (waits.isEmpty()) {
                done();
            } else {
                since = from;
                later(waits.remove());
            }
        }

        private void failed(@Nullable Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!(cause instanceof MissedException refused)) {
                later(backoff.next(random));
            } else if (refused.isForGood()) {
                done();
            } else {
                Duration wait = backoff.next(random);
                later(wait.compareTo(refused.notBefore()) > 0 ? wait : refused.notBefore());
            }
        }

        private void done() {
            round = null;
            whenDone.run();
        }

        private void later(Duration wait) {
            timer = time.after(wait, () -> {
                synchronized (lock) {
                    if (round == this) {
                        ask();
                    }
                }
            });
        }
    }

    private static long lastStart(MissedInterpretations missed) {
        return starts(missed).max().orElse(-1);
    }

    private static LongStream starts(MissedInterpretations missed) {
        return LongStream.concat(
                missed.captions().stream().mapToLong(Caption::mediaStartMillis),
                LongStream.concat(
                        missed.audio().stream().mapToLong(Audio::mediaStartMillis),
                        missed.skipped().stream().mapToLong(Skipped::mediaStartMillis)));
    }

    private static MissedInterpretations together(MissedInterpretations one, MissedInterpretations next) {
        return new MissedInterpretations(
                one.sessionId(),
                one.language(),
                both(one.audio(), next.audio()),
                both(one.skipped(), next.skipped()),
                both(one.captions(), next.captions()));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static MissedInterpretations lastMinute(MissedInterpretations missed) {
        long from = lastStart(missed) - LATE_JOINER_MILLIS;
        List<Audio> audio = missed.audio().stream()
                .filter(it -> it.mediaStartMillis() >= from)
                .toList();
        List<Skipped> skipped = missed.skipped().stream()
                .filter(it -> it.mediaStartMillis() >= from)
                .toList();
        List<Caption> captions = missed.captions().stream()
                .filter(it -> it.mediaStartMillis() >= from)
                .toList();
        return new MissedInterpretations(missed.sessionId(), missed.language(), audio, skipped, captions);
    }
}
