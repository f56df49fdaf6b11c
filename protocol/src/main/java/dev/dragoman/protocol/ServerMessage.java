package dev.dragoman.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the server says over the WebSocket, named by {@code type}. Clients ignore types and fields they don't know. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SessionCreated.class, name = "sessionCreated"),
    @JsonSubTypes.Type(value = SessionJoined.class, name = "sessionJoined"),
    @JsonSubTypes.Type(value = SessionResumed.class, name = "sessionResumed"),
    @JsonSubTypes.Type(value = SessionState.class, name = "sessionState"),
    @JsonSubTypes.Type(value = SessionLeft.class, name = "sessionLeft"),
    @JsonSubTypes.Type(value = SessionStatus.class, name = "sessionStatus"),
    @JsonSubTypes.Type(value = HeartbeatHeard.class, name = "heartbeatHeard"),
    @JsonSubTypes.Type(value = ChunkAcknowledged.class, name = "chunkAcknowledged"),
    @JsonSubTypes.Type(value = SessionEnding.class, name = "sessionEnding"),
    @JsonSubTypes.Type(value = SessionOver.class, name = "sessionOver"),
    @JsonSubTypes.Type(value = Caption.class, name = "caption"),
    @JsonSubTypes.Type(value = Audio.class, name = "audio"),
    @JsonSubTypes.Type(value = Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = Problem.class, name = "problem"),
})
public sealed interface ServerMessage
        permits SessionCreated,
                SessionJoined,
                SessionResumed,
                SessionState,
                SessionLeft,
                SessionStatus,
                HeartbeatHeard,
                ChunkAcknowledged,
                SessionEnding,
                SessionOver,
                Caption,
                Audio,
                Skipped,
                Problem {}
