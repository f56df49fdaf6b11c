package dev.dragoman.job.service;

import java.io.Serializable;

/**
 * Makes a stage's service where the stage runs: shipped with the job, called once per subtask when
 * it opens. What it made is closed with the subtask.
 *
 * @param <S> the service's interface
 */
@FunctionalInterface
public interface ServiceFactory<S extends AutoCloseable> extends Serializable {

    /** A service of its own, with its connections. May block: it is called before the first record. */
    S create();
}
