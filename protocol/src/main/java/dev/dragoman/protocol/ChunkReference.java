package dev.dragoman.protocol;

/**
 * Where one chunk lies in S3: a claim check for its bytes.
 *
 * @param version {@link StreamEvent#VERSION}
 * @param sessionId the session
 * @param serverMillis when ingest received the chunk, by the server's clock: its event time
 * @param recording the run of the browser's recorder inside the session, from 0
 * @param sequence the chunk's place in the recording, from 0 without holes
 * @param bucket the S3 bucket
 * @param key the S3 key, see {@link S3Keys#chunk}
 * @param bytes the chunk's size; 0 is legal, browsers send empty chunks
 * @param speakerMillis when the browser had the chunk, by the speaker's clock: a hint for people,
 *     never used to order or to time anything
 */
public record ChunkReference(
        int version,
        String sessionId,
        long serverMillis,
        int recording,
        int sequence,
        String bucket,
        String key,
        int bytes,
        long speakerMillis)
        implements StreamEvent {}
