package dev.dragoman.client;

import dev.dragoman.protocol.Heartbeat;
import java.time.Duration;

/**
 * How a client keeps up its connection.
 *
 * @param answerTimeout how long a new connection may take to be taken for the one before
 * @param silence how long nothing may come while an answer is waited for; then nobody is there
 * @param firstBackoff how long at most after a loss another connection is tried for; doubles each time
 * @param longestBackoff how long that gets at most
 * @param giveUpAfter how long without a connection another one is tried for
 * @param heartbeatEvery how often the server is told that somebody is there
 * @param renewAfter after how long a connection is replaced: before API Gateway ends it, at 2 h
 * @param keepFormer how long one that was replaced stays open, for what was on its way there
 */
public record LineOptions(
        Duration answerTimeout,
        Duration silence,
        Duration firstBackoff,
        Duration longestBackoff,
        Duration giveUpAfter,
        Duration heartbeatEvery,
        Duration renewAfter,
        Duration keepFormer) {

    /**
     * 10 s for an answer, twice what ingest gives its services; a try every 5 s at least, so that a
     * tunnel costs 5 s more than it is long; renewed half an hour before API Gateway would end it, so
     * that there is time to try again.
     */
    public static LineOptions defaults() {
        return new LineOptions(
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                Duration.ofSeconds(Heartbeat.EVERY_SECONDS),
                Duration.ofMinutes(90),
                Duration.ofSeconds(5));
    }

    /** The same, replaced so often. */
    public LineOptions renewedAfter(Duration other) {
        return new LineOptions(
                answerTimeout, silence, firstBackoff, longestBackoff, giveUpAfter, heartbeatEvery, other, keepFormer);
    }
}
