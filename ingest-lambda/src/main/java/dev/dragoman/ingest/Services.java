package dev.dragoman.ingest;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What the routes stand on: the outside services, time and chance.
 *
 * @param chunks where chunks are kept
 * @param events what the job reads
 * @param sessions who speaks
 * @param connections who is on the other end
 * @param limits what is counted
 * @param interpretations what was said
 * @param links where speech can be fetched
 * @param metrics what is counted for operators
 * @param random what ids, tickets and salts are drawn from; unpredictable
 * @param clock the time
 */
record Services(
        ChunkStore chunks,
        EventStream events,
        Sessions sessions,
        Connections connections,
        LimitTable limits,
        Interpretations interpretations,
        SpeechLinks links,
        IngestMetrics metrics,
        RandomGenerator random,
        Clock clock) {}
