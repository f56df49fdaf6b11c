package dev.dragoman.protocol;

/**
 * Where a chunk belongs.
 *
 * @param recording the run of the recorder, from 0
 * @param sequence its place in the recording, from 0
 */
public record ChunkPlace(int recording, int sequence) {}
