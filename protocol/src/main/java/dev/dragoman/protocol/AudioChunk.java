package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The speaker sends a chunk; {@link ChunkAcknowledged} answers once it is stored and on the stream.
 * Sending it again is harmless.
 *
 * @param sessionId the session
 * @param recording the run of the recorder, from 0
 * @param sequence the chunk's place in the recording, from 0 without holes
 * @param speakerMillis when the browser had it, by its own clock, in milliseconds since 1970
 * @param data the chunk's bytes, base64 in JSON; may be empty
 * @param last whether the recorder has stopped and this is its recording's last chunk, so that nobody
 *     waits for another; may be left out for no
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; carried to S3 as it is
public record AudioChunk(
        String sessionId,
        int recording,
        int sequence,
        long speakerMillis,
        byte[] data,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean last)
        implements ClientMessage, AboutSession {

    /**
     * How many bytes a chunk may have so that its message, base64 and all, stays within API Gateway's
     * frame of 32 KB. A larger blob is sent in pieces, which are just more chunks.
     */
    public static final int MOST_BYTES = 24_000;

    @JsonCreator
    static AudioChunk read(
            @JsonProperty("sessionId") String sessionId,
            @JsonProperty("recording") int recording,
            @JsonProperty("sequence") int sequence,
            @JsonProperty("speakerMillis") long speakerMillis,
            @JsonProperty("data") byte[] data,
            @JsonProperty("last") @Nullable Boolean last) {
        return new AudioChunk(sessionId, recording, sequence, speakerMillis, data, Boolean.TRUE.equals(last));
    }

    /** A chunk after which others may come. */
    public AudioChunk(String sessionId, int recording, int sequence, long speakerMillis, byte[] data) {
        this(sessionId, recording, sequence, speakerMillis, data, false);
    }
}
