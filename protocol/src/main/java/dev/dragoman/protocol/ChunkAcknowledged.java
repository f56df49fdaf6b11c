package dev.dragoman.protocol;

/**
 * Answers {@link AudioChunk}: the chunk is in S3 and its reference is on the stream; the speaker may
 * forget it.
 *
 * @param sessionId the session
 * @param recording the chunk's recording
 * @param sequence the chunk's place in it
 */
public record ChunkAcknowledged(String sessionId, int recording, int sequence) implements ServerMessage {}
