package dev.dragoman.ingest;

import dev.dragoman.protocol.StreamEvent;
import java.util.List;

/** The stream that the job reads. Safe for use by many threads. */
interface EventStream {

    /**
     * Puts an event on the stream, in its session's shard. When this returns, the job will see it, once
     * or more often.
     *
     * @throws UnavailableException if it may not be on the stream
     */
    void put(StreamEvent event) throws UnavailableException;

    /**
     * Puts events on the stream, in any order among themselves. When this returns, the job will see
     * each, once or more often.
     *
     * @throws UnavailableException if some may not be on the stream; others may
     */
    void putAll(List<? extends StreamEvent> events) throws UnavailableException;
}
