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
 * @param chunksPerSecond how many chunks are sent in a second when many wait
 * @param bytesPerSecond how many bytes of them
 * @param line how the connection is kept up
 */
public record SpeakerOptions(
        long mostBufferedBytes,
        Duration mostBufferedAge,
        Duration answerTimeout,
        Duration firstBackoff,
        Duration longestBackoff,
        int chunksPerSecond,
        int bytesPerSecond,
        LineOptions line) {

    /**
     * 120 s of audio, and room for it at the rate of a browser that was not told any (about 20 KB/s,
     * media facts); 10 s for an answer, which is twice what ingest gives its services; five times what
     * a recorder gives, within the 840 chunks and 8 MB a minute that ingest takes.
     */
    public static SpeakerOptions defaults() {
        return new SpeakerOptions(
                4L * 1024 * 1024,
                Duration.ofSeconds(120),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                20,
                100_000,
                LineOptions.defaults());
    }

    /** The same with another patience. */
    public SpeakerOptions withTimes(Duration newAnswerTimeout, Duration newFirstBackoff, Duration newLongestBackoff) {
        return new SpeakerOptions(
                mostBufferedBytes,
                mostBufferedAge,
                newAnswerTimeout,
                newFirstBackoff,
                newLongestBackoff,
                chunksPerSecond,
                bytesPerSecond,
                line);
    }

    /** The same with another buffer. */
    public SpeakerOptions withBuffer(long bytes, Duration age) {
        return new SpeakerOptions(
                bytes, age, answerTimeout, firstBackoff, longestBackoff, chunksPerSecond, bytesPerSecond, line);
    }

    /** The same with another line. */
    public SpeakerOptions with(LineOptions other) {
        return new SpeakerOptions(
                mostBufferedBytes,
                mostBufferedAge,
                answerTimeout,
                firstBackoff,
                longestBackoff,
                chunksPerSecond,
                bytesPerSecond,
                other);
    }
}
