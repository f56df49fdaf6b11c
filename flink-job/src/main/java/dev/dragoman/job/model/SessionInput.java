package dev.dragoman.job.model;

import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.SessionEnded;
import dev.dragoman.protocol.SessionStarted;
import org.jspecify.annotations.Nullable;

/**
 * A speaker's event with the chunk's bytes fetched: exactly one of the components after the first
 * two is set, except that a chunk that could not be fetched comes with the failure beside it.
 *
 * @param sessionId the session
 * @param serverMillis event time
 */
public record SessionInput(
        String sessionId,
        long serverMillis,
        @Nullable SessionStarted started,
        @Nullable Chunk chunk,
        @Nullable RecordingEnded recordingEnded,
        @Nullable SessionEnded sessionEnded,
        @Nullable DeadLetter failure) {}
