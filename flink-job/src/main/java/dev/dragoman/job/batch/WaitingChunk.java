package dev.dragoman.job.batch;

import org.jspecify.annotations.Nullable;

/**
 * A chunk whose turn has not come: one before it is missing. Public for Flink's serialisation.
 *
 * @param serverMillis its event time
 * @param location where it lies
 * @param bytes its bytes, or null if they can't be had
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record WaitingChunk(long serverMillis, String location, byte @Nullable [] bytes) {}
