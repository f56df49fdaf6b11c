package dev.dragoman.protocol;

/**
 * The speaker sends a chunk; {@link ChunkAcknowledged} answers once it is stored and on the stream.
 * Sending it again is harmless.
 *
 * @param sessionId the session
 * @param recording the run of the recorder, from 0
 * @param sequence the chunk's place in the recording, from 0 without holes
 * @param speakerMillis when the browser had it, by its own clock, in milliseconds since 1970
 * @param data the chunk's bytes, base64 in JSON; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; carried to S3 as it is
public record AudioChunk(String sessionId, int recording, int sequence, long speakerMillis, byte[] data)
        implements ClientMessage {

    /**
     * How many bytes a chunk may have so that its message, base64 and all, stays within API Gateway's
     * frame of 32 KB. A larger blob is sent in pieces, which are just more chunks.
     */
    public static final int MOST_BYTES = 24_000;
}
