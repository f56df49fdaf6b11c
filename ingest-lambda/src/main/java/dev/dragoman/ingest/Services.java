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
        RandomGenerator random,
        Clock clock) {}
