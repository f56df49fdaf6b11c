package dev.dragoman.ingest;

import dev.dragoman.protocol.InterpretationItem;
import java.util.List;
import java.util.OptionalLong;

/** The interpretations table, which the job writes. Safe for use by many threads. */
interface Interpretations {

    /**
     * What was said in a session in one language, from a media time on, by media start.
     *
     * @param sinceMillis the earliest media start
     * @param most how many at most
     * @throws UnavailableException if the table can't be read
     */
    List<InterpretationItem> since(String sessionId, String language, long sinceMillis, int most)
            throws UnavailableException;

    /**
     * Where the newest of a session in one language begins, in media time.
     *
     * @throws UnavailableException if the table can't be read
     */
    OptionalLong newest(String sessionId, String language) throws UnavailableException;
}
