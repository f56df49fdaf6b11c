package dev.dragoman.job.transcribe;

/**
 * Lets one stream send what comes at once and what has waited a few times faster than real time: a
 * service that gets minutes of audio in an instant refuses it, or answers late.
 */
final class SendingPace {

    private static final int SAMPLES_PER_MILLI = 16;

    /** What may be sent at once: as much as a usual batch. */
    private static final long BURST_SAMPLES = 2_000L * SAMPLES_PER_MILLI;

    private final int timesRealTime;
    private long allowed = BURST_SAMPLES;
    private long at;

    SendingPace(int timesRealTime, long now) {
        this.timesRealTime = timesRealTime;
        this.at = now;
    }

    /** Whether a piece may be sent now; if so it counts as sent. */
    boolean take(int samples, long now) {
        allowed = Math.min(BURST_SAMPLES, allowed + (now - at) * timesRealTime * SAMPLES_PER_MILLI);
        at = now;
        if (allowed < samples) {
            return false;
        }
        allowed -= samples;
        return true;
    }

    /** After how many milliseconds a piece may be sent that may not be now. */
    long millisUntil(int samples) {
        return Math.max(1, -Math.floorDiv(allowed - samples, (long) timesRealTime * SAMPLES_PER_MILLI));
    }
}
