package dev.dragoman.ingest;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a chunk of a live session from its speaker: into S3, then its reference onto the stream, then
 * the acknowledgement. An acknowledged chunk is in both; one that is not acknowledged may be in
 * neither, in S3 alone, or in both, and is sent again under the same key, which does no harm.
 *
 * <p>A recording whose first bytes are no EBML header can't be interpreted: its first chunk is
 * refused and not stored. A first chunk of fewer than four bytes passes, browsers send such.
 */
final class AudioChunkRoute {

    /** As many as the keys in S3 have digits for; at four chunks a second, 289 days. */
    static final int MOST_SEQUENCE = 99_999_999;

    /** As many as the keys in S3 have digits for. */
    static final int MOST_RECORDING = 9_999;

    private static final String ACCEPTED_AUDIO = "WebM with Opus audio, from the recording's very first byte";

    private final LiveSessions sessions;
    private final ChunkStore chunks;
    private final EventStream events;
    private final Clock clock;

    AudioChunkRoute(LiveSessions sessions, ChunkStore chunks, EventStream events, Clock clock) {
        this.sessions = sessions;
        this.chunks = chunks;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(String connectionId, AudioChunk chunk) {
        // Event time is when the chunk came, however long the services below take.
        long receivedMillis = clock.millis();
        try {
            Problem refusal = refusal(connectionId, chunk);
            if (refusal != null) {
                return Refusal.aboutChunk(refusal, chunk);
            }
            take(chunk, receivedMillis);
            return new ChunkAcknowledged(chunk.sessionId(), chunk.recording(), chunk.sequence());
        } catch (UnavailableException e) {
            IngestLog.unavailable(chunk.sessionId(), e);
            return Refusal.aboutChunk(Refusal.unavailable(e), chunk);
        }
    }

    private void take(AudioChunk chunk, long receivedMillis) throws UnavailableException {
        String key = S3Keys.chunk(chunk.sessionId(), chunk.recording(), chunk.sequence());
        ChunkStore.Location location = chunks.put(key, chunk.data());
        events.put(new ChunkReference(
                StreamEvent.VERSION,
                chunk.sessionId(),
                receivedMillis,
                chunk.recording(),
                chunk.sequence(),
                location.bucket(),
                location.key(),
                chunk.data().length,
                chunk.speakerMillis()));
    }

    private @Nullable Problem refusal(String connectionId, AudioChunk chunk) throws UnavailableException {
        if (!S3Keys.SESSION_ID.matcher(chunk.sessionId()).matches()) {
            return Refusal.sessionNotFound(chunk.sessionId());
        }
        if (chunk.recording() < 0 || chunk.recording() > MOST_RECORDING) {
            return Refusal.invalid(
                    "recording", "The recording was " + chunk.recording() + ".", "0 to " + MOST_RECORDING);
        }
        if (chunk.sequence() < 0 || chunk.sequence() > MOST_SEQUENCE) {
            return Refusal.invalid("sequence", "The sequence was " + chunk.sequence() + ".", "0 to " + MOST_SEQUENCE);
        }
        Problem session = sessionRefusal(connectionId, chunk.sessionId());
        return session == null ? audioRefusal(chunk) : session;
    }

    private @Nullable Problem sessionRefusal(String connectionId, String sessionId) throws UnavailableException {
        Optional<SessionItem> session = sessions.find(sessionId);
        if (session.isEmpty()) {
            return Refusal.sessionNotFound(sessionId);
        }
        if (!session.get().speakerConnectionId().equals(connectionId)) {
            return Refusal.notTheSpeaker(sessionId);
        }
        return session.get().isLive() ? null : Refusal.sessionEnded(sessionId);
    }

    private static @Nullable Problem audioRefusal(AudioChunk chunk) {
        if (chunk.sequence() != 0) {
            return null;
        }
        AudioContainer container = AudioContainer.of(chunk.data());
        return switch (container) {
            case WEBM, TOO_SHORT -> null;
            case UNKNOWN ->
                Problem.ofField(
                        ProblemCode.UNSUPPORTED_AUDIO,
                        "The recording does not start as a WebM file does.",
                        "data",
                        ACCEPTED_AUDIO);
            default ->
                Problem.ofField(
                        ProblemCode.UNSUPPORTED_AUDIO,
                        "The recording is " + container.shownName() + ".",
                        "data",
                        ACCEPTED_AUDIO);
        };
    }
}
