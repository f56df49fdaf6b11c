package dev.dragoman.ingest;

import dev.dragoman.protocol.AudioChunk;
import dev.dragoman.protocol.ChunkAcknowledged;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.Problem;
import dev.dragoman.protocol.ProblemCode;
import dev.dragoman.protocol.RecordingEnded;
import dev.dragoman.protocol.S3Keys;
import dev.dragoman.protocol.ServerMessage;
import dev.dragoman.protocol.SessionItem;
import dev.dragoman.protocol.SessionPhase;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;

/**
 * Takes a chunk of a live session from its speaker: into S3, then its reference onto the stream (and
 * the recording's end, if the chunk is the last), then the acknowledgement. An acknowledged chunk is in
 * both; one that is not acknowledged may be in neither, in S3 alone, or in both, and is sent again
 * under the same key, which does no harm.
 *
 * <p>A recording whose first bytes are no EBML header can't be interpreted: its first chunk is
 * refused and not stored. A first chunk of fewer than four bytes passes, browsers send such.
 */
final class AudioChunkRoute {

    private static final String ACCEPTED_AUDIO = "WebM with Opus audio, from the recording's very first byte";
    private static final Set<SessionPhase> WAITING = EnumSet.of(SessionPhase.WAITING);

    private final LiveSessions sessions;
    private final Sessions table;
    private final Limiter limiter;
    private final ChunkAllowance allowance;
    private final ChunkStore chunks;
    private final EventStream events;
    private final Clock clock;

    AudioChunkRoute(
            LiveSessions sessions,
            Sessions table,
            Limiter limiter,
            ChunkAllowance allowance,
            ChunkStore chunks,
            EventStream events,
            Clock clock) {
        this.sessions = sessions;
        this.table = table;
        this.limiter = limiter;
        this.allowance = allowance;
        this.chunks = chunks;
        this.events = events;
        this.clock = clock;
    }

    ServerMessage handle(Caller caller, AudioChunk chunk) throws UnavailableException, RefusedException {
        // Event time is when the chunk came, however long the services below take.
        long receivedMillis = clock.millis();
        Numbers.check("recording", chunk.recording(), 0, Numbers.MOST_RECORDING, "");
        Numbers.check("sequence", chunk.sequence(), 0, Numbers.MOST_SEQUENCE, "");
        limiter.chunk(caller.connectionId());
        SessionItem session = sessions.requireSpeaker(caller.connectionId(), chunk.sessionId());
        allowance.take(chunk.sessionId(), chunk.data().length);
        checkAudio(chunk);
        take(chunk, receivedMillis);
        allowance.settle(chunk.sessionId());
        if (session.phase() == SessionPhase.WAITING) {
            goLive(caller, chunk.sessionId());
        }
        return new ChunkAcknowledged(chunk.sessionId(), chunk.recording(), chunk.sequence());
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
        if (chunk.last()) {
            events.put(new RecordingEnded(
                    StreamEvent.VERSION,
                    chunk.sessionId(),
                    receivedMillis,
                    chunk.recording(),
                    chunk.sequence() + 1,
                    false));
        }
    }

    /** Only says what the session is doing: when the table does not answer, the next chunk tries again. */
    private void goLive(Caller caller, String sessionId) {
        try {
            boolean unused = table.turn(sessionId, caller.connectionId(), WAITING, SessionPhase.LIVE);
            sessions.forget(sessionId);
        } catch (UnavailableException e) {
            IngestLog.unavailable(sessionId, e);
        }
    }

    private static void checkAudio(AudioChunk chunk) throws RefusedException {
        if (chunk.sequence() != 0) {
            return;
        }
        AudioContainer container = AudioContainer.of(chunk.data());
        if (container != AudioContainer.WEBM && container != AudioContainer.TOO_SHORT) {
            String message = container == AudioContainer.UNKNOWN
                    ? "The recording does not start as a WebM file does."
                    : "The recording is " + container.shownName() + ".";
            throw new RefusedException(Problem.ofField(ProblemCode.UNSUPPORTED_AUDIO, message, "data", ACCEPTED_AUDIO));
        }
    }
}
