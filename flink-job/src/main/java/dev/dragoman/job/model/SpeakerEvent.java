package dev.dragoman.job.model;

import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.PhaseChanged;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionStarted;
import org.jspecify.annotations.Nullable;

/**
 * One record of the stream, read: exactly one component besides the first two is set.
 *
 * @param sessionId the session; for an unreadable record, its partition key
 * @param serverMillis event time; for an unreadable record, when it reached the stream
 * @param unreadable the record could not be read: why, and which
 */
public record SpeakerEvent(
        String sessionId,
        long serverMillis,
        @Nullable SessionStarted started,
        @Nullable ChunkReference chunk,
        @Nullable RecordingEnded recordingEnded,
        @Nullable PhaseChanged phaseChanged,
        @Nullable SessionEnded sessionEnded,
        @Nullable DeadLetter unreadable) {}
