package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One record on the Kinesis stream: what a session's speaker does, in the order in which ingest saw
 * it. The partition key is {@link #sessionId()}, so one session's events stay in one shard.
 *
 * <p>JSON with the event's name in {@code type} and its {@code version}. Readers ignore fields they
 * don't know; a change that they could not ignore gets a new version.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SessionStarted.class, name = "sessionStarted"),
    @JsonSubTypes.Type(value = ChunkReference.class, name = "chunk"),
    @JsonSubTypes.Type(value = RecordingEnded.class, name = "recordingEnded"),
    @JsonSubTypes.Type(value = PhaseChanged.class, name = "phaseChanged"),
    @JsonSubTypes.Type(value = SessionEnded.class, name = "sessionEnded"),
})
public sealed interface StreamEvent permits SessionStarted, ChunkReference, RecordingEnded, PhaseChanged, SessionEnded {

    /** The version that this build writes. */
    int VERSION = 1;

    /** The version of the event's shape. */
    int version();

    /** The session, for example {@code golden-eagle-427}; also the partition key. */
    String sessionId();

    /** Event time: when ingest saw it by the server's clock, in milliseconds since 1970 (UTC). */
    long serverMillis();
}
