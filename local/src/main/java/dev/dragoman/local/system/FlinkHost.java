package dev.dragoman.local.system;

import java.net.URI;

/** A Flink cluster on this machine: where a job runs. Closing it ends every job on it. */
interface FlinkHost extends AutoCloseable {

    /** Where its REST interface and its dashboard are. */
    URI rest();

    @Override
    void close();
}
