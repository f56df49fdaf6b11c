package dev.dragoman.job.transcribe;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * One session's audio without a final result. The bytes are only in keyed state, which must be set
 * to the session's key for every call that says so; in memory is where they begin and end.
 *
 * <p>Positions are in samples at 16 kHz since the session's first.
 */
final class PendingAudio {

    private static final int SAMPLES_PER_MILLI = 16;

    private final MapState<Long, AudioSegment> state;
    private final NavigableMap<Long, Extent> extents = new TreeMap<>();

    private record Extent(int samples, long serverMillis) {}

    /** A stretch of audio without a hole. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Piece(long start, byte[] bytes) {}

    private PendingAudio(MapState<Long, AudioSegment> state) {
        this.state = state;
    }

    /** What keyed state has of the current key. */
    static PendingAudio restored(MapState<Long, AudioSegment> state) throws Exception {
        PendingAudio audio = new PendingAudio(state);
        for (Map.Entry<Long, AudioSegment> entry : state.entries()) {
            audio.know(entry.getKey(), entry.getValue());
        }
        return audio;
    }

    /** Adds a segment after all others. Needs the key. */
    void add(long start, AudioSegment segment) throws Exception {
        state.put(start, segment);
        know(start, segment);
    }

    private void know(long start, AudioSegment segment) {
        extents.put(start, new Extent(segment.bytes().length / 2, segment.serverMillis()));
    }

    /** Forgets the segments that end at or before a position. Needs the key. */
    void dropBefore(long position) throws Exception {
        while (!extents.isEmpty()) {
            Map.Entry<Long, Extent> first = extents.firstEntry();
            if (first.getKey() + first.getValue().samples() > position) {
                return;
            }
            state.remove(first.getKey());
            extents.pollFirstEntry();
        }
    }

    /** The first position at or after this one that has audio, or -1. */
    long nextFrom(long position) {
        Map.Entry<Long, Extent> at = extents.floorEntry(position);
        if (at != null && at.getKey() + at.getValue().samples() > position) {
            return position;
        }
        Long next = extents.ceilingKey(position);
        return next == null ? -1 : next;
    }

    /** How many samples lie from a position on to the next hole or the segment's end; 0 in a hole. */
    int available(long position) {
        Map.Entry<Long, Extent> at = extents.floorEntry(position);
        return at == null ? 0 : (int) Math.max(0, at.getKey() + at.getValue().samples() - position);
    }

    /** Reads samples that are available. Needs the key. */
    byte[] read(long position, int samples) throws Exception {
        Long start = extents.floorKey(position);
        AudioSegment segment = start == null ? null : state.get(start);
        if (start == null || segment == null) {
            throw new IllegalStateException("no audio at " + position);
        }
        int from = (int) (position - start) * 2;
        return Arrays.copyOfRange(segment.bytes(), from, from + samples * 2);
    }

    /** When ingest had the sample before a position, by the server's clock; null if it is gone. */
    @Nullable
    Long serverMillisBefore(long position) {
        Map.Entry<Long, Extent> at = extents.lowerEntry(position);
        if (at == null) {
            return null;
        }
        long end = at.getKey() + at.getValue().samples();
        return at.getValue().serverMillis() - Math.max(0, end - position) / SAMPLES_PER_MILLI;
    }

    /** Forgets everything. Needs the key. */
    void clear() {
        state.clear();
        extents.clear();
    }
}
