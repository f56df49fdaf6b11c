package dev.dragoman.ingest;

import dev.dragoman.protocol.ChunkPlace;
import dev.dragoman.protocol.ChunkRange;
import dev.dragoman.protocol.ChunkReference;
import dev.dragoman.protocol.StreamEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a session has of the chunks that its speaker is not sure of, and puts the references onto
 * the stream again: a chunk may have been stored and its reference lost. So what is told here is as
 * good as acknowledged.
 *
 * <p>The newest chunk of each recording is not told, for nobody knows whether it was said to be the
 * last: the speaker sends it again, which does no harm. When S3 or the stream does not answer, nothing
 * is told, and everything is sent again. What is put again counts like chunks that are sent; when that
 * is too much for this minute, nothing is told either.
 */
final class ReceivedChunks {

    private final ChunkStore chunks;
    private final EventStream events;
    private final ChunkAllowance allowance;
    private final Clock clock;

    ReceivedChunks(ChunkStore chunks, EventStream events, ChunkAllowance allowance, Clock clock) {
        this.chunks = chunks;
        this.events = events;
        this.allowance = allowance;
        this.clock = clock;
    }

    /** What there is for good from a place on, by place. */
    List<ChunkRange> from(String sessionId, @Nullable ChunkPlace place) {
        if (place == null) {
            return List.of();
        }
        try {
            // The look itself counts as one.
            allowance.take(sessionId, 1, 0);
            List<ChunkStore.Stored> stored = chunks.from(sessionId, place);
            allowance.take(sessionId, stored.size(), 0);
            long now = clock.millis();
            events.putAll(stored.stream()
                    .map(chunk -> reference(sessionId, chunk, now))
                    .toList());
            allowance.settle(sessionId);
            return ranges(stored);
        } catch (RefusedException e) {
            return List.of();
        } catch (UnavailableException e) {
            IngestLog.unavailable(sessionId, e);
            return List.of();
        }
    }

    private static ChunkReference reference(String sessionId, ChunkStore.Stored chunk, long now) {
        return new ChunkReference(
                StreamEvent.VERSION,
                sessionId,
                now,
                chunk.recording(),
                chunk.sequence(),
                chunk.location().bucket(),
                chunk.location().key(),
                chunk.bytes(),
                // Only the speaker knew; it is a hint for people.
                0);
    }

    private static List<ChunkRange> ranges(List<ChunkStore.Stored> stored) {
        List<ChunkRange> ranges = new ArrayList<>();
        for (int i = 0; i + 1 < stored.size(); i++) {
            ChunkStore.Stored chunk = stored.get(i);
            if (stored.get(i + 1).recording() == chunk.recording()) {
                add(ranges, chunk);
            }
        }
        return ranges;
    }

    private static void add(List<ChunkRange> ranges, ChunkStore.Stored chunk) {
        ChunkRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && last.recording() == chunk.recording() && last.last() + 1 == chunk.sequence()) {
            ranges.set(ranges.size() - 1, new ChunkRange(last.recording(), last.first(), chunk.sequence()));
        } else {
            ranges.add(new ChunkRange(chunk.recording(), chunk.sequence(), chunk.sequence()));
        }
    }
}
