package dev.dragoman.protocol;

/**
 * Chunks without a hole between them.
 *
 * @param recording their recording
 * @param first the first one's sequence
 * @param last the last one's sequence
 */
public record ChunkRange(int recording, int first, int last) {}
