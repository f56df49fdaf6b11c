package dev.dragoman.job.transcribe;

import java.time.Duration;

/** The default settings with something changed. */
final class Settings {

    private final TranscribeSettings defaults = TranscribeSettings.defaults();
    private Duration maxPending = defaults.maxPending();
    private Duration maxUtterance = defaults.maxUtterance();
    private Duration endTimeout = defaults.endTimeout();
    private Duration renewAfter = defaults.renewAfter();
    private int startsPerSecond = defaults.startsPerSecond();
    private int concurrentStreams = defaults.concurrentStreams();

    private Settings() {}

    static Settings defaults() {
        return new Settings();
    }

    Settings maxPending(Duration value) {
        maxPending = value;
        return this;
    }

    Settings maxUtterance(Duration value) {
        maxUtterance = value;
        return this;
    }

    Settings endTimeout(Duration value) {
        endTimeout = value;
        return this;
    }

    Settings renewAfter(Duration value) {
        renewAfter = value;
        return this;
    }

    Settings startsPerSecond(int value) {
        startsPerSecond = value;
        return this;
    }

    Settings concurrentStreams(int value) {
        concurrentStreams = value;
        return this;
    }

    TranscribeSettings build() {
        return new TranscribeSettings(
                maxUtterance,
                maxPending,
                defaults.silenceBeforeClose(),
                defaults.starvedBeforeClose(),
                defaults.leadIn(),
                defaults.muteAfter(),
                defaults.startTimeout(),
                endTimeout,
                renewAfter,
                defaults.minBackoff(),
                defaults.maxBackoff(),
                defaults.catchUp(),
                startsPerSecond,
                concurrentStreams);
    }
}
