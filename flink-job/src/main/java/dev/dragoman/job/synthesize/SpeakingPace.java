package dev.dragoman.job.synthesize;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.dragoman.job.model.Interpretation;
import java.time.Duration;

/**
 * How fast a voice should speak so that listeners stay close to the speaker. For each session and
 * language it follows a listener who plays everything as soon as it is there: an utterance that
 * ended at media time {@code e} begins at {@code e} or when the speech before it has ended, whichever
 * is later, and plays for as long as its speech is. By how much that listener would begin an
 * utterance too late is the backlog. Up to a second of it is no matter; from there to six seconds the
 * speed grows evenly to the most allowed.
 *
 * <p>The time that the stages take is the same for all and cancels out. What is under way is not
 * counted before it is there, so that the pace follows an utterance late. All of it may be lost:
 * then the voice begins at its own speed. Bounded; safe for use by many threads.
 */
final class SpeakingPace {

    private static final long NO_MATTER_MILLIS = 1_000;
    private static final long HURRY_MILLIS = 6_000;
    private static final int OWN_SPEED = 100;

    private static final int MOST_REMEMBERED = 50_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final int mostPercent;

    /** Until when, in media time, such a listener is busy. */
    private final Cache<Listened, Long> busyUntil = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Runnable::run)
            .build();

    private record Listened(String sessionId, String language) {}

    SpeakingPace(int mostPercent) {
        this.mostPercent = mostPercent;
    }

    /** The speed for an utterance, in percent of the voice's own. */
    int percent(Interpretation in) {
        Long until = busyUntil.getIfPresent(of(in));
        long backlog = until == null ? 0 : until - in.utterance().mediaEndMillis();
        double hurry = (double) (backlog - NO_MATTER_MILLIS) / (HURRY_MILLIS - NO_MATTER_MILLIS);
        return OWN_SPEED + (int) Math.round((mostPercent - OWN_SPEED) * Math.max(0, Math.min(1, hurry)));
    }

    /** An utterance has its speech, which plays for so long. */
    void spoken(Interpretation in, long durationMillis) {
        long end = in.utterance().mediaEndMillis();
        busyUntil.asMap().compute(of(in), (who, until) -> Math.max(until == null ? end : until, end) + durationMillis);
    }

    private static Listened of(Interpretation in) {
        return new Listened(in.utterance().session().sessionId(), in.language());
    }
}
