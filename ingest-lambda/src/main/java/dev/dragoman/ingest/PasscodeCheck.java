package dev.dragoman.ingest;

import dev.dragoman.protocol.SessionItem;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those to a session who know its passcode. A right one is remembered for {@link #REMEMBER}
 * as a keyed hash, here and in the table of limits, so that a room full of listeners costs one slow
 * hash, not one each; wrong ones are counted and soon refused. Safe for use by many threads.
 */
final class PasscodeCheck {

    static final Duration REMEMBER = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 1_000;
    private static final int LOCKS = 16;

    private final Limiter limiter;
    private final KeyedHash hash;
    private final Clock clock;
    private final Remembered<Boolean> right;
    private final Object[] locks = new Object[LOCKS];

    PasscodeCheck(Limiter limiter, KeyedHash hash, Clock clock) {
        this.limiter = limiter;
        this.hash = hash;
        this.clock = clock;
        this.right = new Remembered<>(MOST_REMEMBERED, clock);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /**
     * Passes if the session asks for no passcode or this is it.
     *
     * @throws RefusedException if there is none or it is wrong, or too many were wrong lately
     */
    void require(SessionItem session, @Nullable String passcode, String address) throws RefusedException {
        String proof = session.passcodeHash();
        if (proof == null) {
            return;
        }
        if (passcode == null || passcode.isEmpty() || passcode.length() > NewSessions.MOST_PASSCODE) {
            throw new RefusedException(Refusal.wrongPasscode(session.sessionId()));
        }
        String name = hash.of(session.sessionId(), proof, passcode);
        if (right.find(name) != null) {
            return;
        }
        // One at a time: of a room that knocks at once, one works and the others see the result.
        synchronized (locks[Math.floorMod(name.hashCode(), LOCKS)]) {
            if (right.find(name) != null) {
                return;
            }
            long untilMillis = clock.millis() + REMEMBER.toMillis();
            if (!limiter.isKnownRight(name)) {
                limiter.guess(session.sessionId(), address);
                if (!Passcodes.isRight(passcode, proof)) {
                    throw new RefusedException(Refusal.wrongPasscode(session.sessionId()));
                }
                limiter.guessedRight(session.sessionId(), address, name, untilMillis / 1_000);
            }
            right.put(name, true, untilMillis);
        }
    }
}
