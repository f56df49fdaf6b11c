package dev.dragoman.job.transcribe;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which audio of the session lies where in the audio sent on one stream. A gap in the session is a
 * short silence on the stream, so the two are not the same but for a shift. Positions are in samples
 * at 16 kHz.
 */
final class StreamTimeline {

    /** By the position on the stream where they begin. */
    private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();

    private long sent;

    /** Session audio from a media position on; or silence that stands for a gap of that length. */
    private record Stretch(long mediaStart, long mediaLength, boolean gap) {}

    /** Session audio was sent. */
    void sent(long mediaStart, int samples) {
        Map.Entry<Long, Stretch> last = stretches.lastEntry();
        if (last != null && !last.getValue().gap()) {
            Stretch before = last.getValue();
            if (before.mediaStart() + before.mediaLength() == mediaStart) {
                stretches.put(last.getKey(), new Stretch(before.mediaStart(), before.mediaLength() + samples, false));
                sent += samples;
                return;
            }
        }
        stretches.put(sent, new Stretch(mediaStart, samples, false));
        sent += samples;
    }

    /** Silence was sent for a gap. */
    void silence(long gapStart, long gapLength, int samples) {
        stretches.put(sent, new Stretch(gapStart, gapLength, true));
        sent += samples;
    }

    /** The media position of a sample on the stream; beyond what was sent, the end of it. */
    long mediaAt(long streamPosition) {
        long position = Math.max(0, streamPosition);
        Map.Entry<Long, Stretch> at = stretches.floorEntry(position);
        if (at == null) {
            return 0;
        }
        Stretch stretch = at.getValue();
        return stretch.mediaStart() + Math.min(position - at.getKey(), stretch.mediaLength());
    }

    /** The media position where something ends that ends at a position on the stream. */
    long mediaEndAt(long streamPosition) {
        return streamPosition <= 0 ? mediaAt(0) : mediaAt(streamPosition - 1) + 1;
    }
}
