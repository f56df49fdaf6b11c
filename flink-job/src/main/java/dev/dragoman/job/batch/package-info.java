/**
 * Puts a session's chunks in order, takes the Opus packets out of them and makes batches that decode
 * by themselves: the keyed, event-time heart of the first half of the job. Knows {@code webm}; knows
 * neither where chunks come from nor who decodes batches.
 */
@NullMarked
package dev.dragoman.job.batch;

import org.jspecify.annotations.NullMarked;
