package dev.dragoman.job.model;

import org.jspecify.annotations.Nullable;

/**
 * One chunk.
 *
 * @param recording the run of the recorder, from 0
 * @param sequence its place in the recording, from 0
 * @param location where it lies, {@code s3://bucket/key}
 * @param bytes what the browser sent, or null if it can't be had any more: then it is a gap
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Chunk(int recording, int sequence, String location, byte @Nullable [] bytes) {}
