package dev.dragoman.client;

import java.time.Duration;

/**
 * What a speaker's client may keep and how patient it is.
 *
 * @param mostBufferedBytes how many bytes wait for their acknowledgement at most
 * @param mostBufferedAge how long a chunk waits for its acknowledgement at most
 * @param answerTimeout how long after it left a chunk is sent again if nothing was heard of it
 * @param firstBackoff how long after a first refusal a chunk is sent again; doubles with each one
 * @param longestBackoff how long that gets at most
 */
public record SpeakerOptions(
        long mostBufferedBytes,
        Duration mostBufferedAge,
        Duration answerTimeout,
        Duration firstBackoff,
        Duration longestBackoff) {

    /**
     * 120 s of audio, and room for it at the rate of a browser that was not told any (about 20 KB/s,
     * media facts); 10 s for an answer, which is twice what ingest gives its services.
     */
    public static SpeakerOptions defaults() {
        return new SpeakerOptions(
                4L * 1024 * 1024,
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(5));
    }
}
