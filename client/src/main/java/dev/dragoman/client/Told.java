package dev.dragoman.client;

import dev.dragoman.protocol.Audio;
import dev.dragoman.protocol.Caption;
import dev.dragoman.protocol.Skipped;
import java.util.HashSet;
import java.util.Set;

/** What a listener was told of a session in one language. Not safe for use by many threads. */
final class Told {

    /** So much before the last that was told is asked for again: it may have come in another order. */
    private static final long OVERLAP_MILLIS = 10_000;

    /** What was announced as audio. */
    private final ToldTimes announced = new ToldTimes();

    /** What has a final caption. */
    private final ToldTimes captioned = new ToldTimes();

    /** Where what will not be heard starts. */
    private final Set<Long> skipped = new HashSet<>();

    private long firstCaption = Long.MAX_VALUE;
    private long firstStart = Long.MAX_VALUE;
    private long lastStart = -1;

    /** Whether a caption is to be shown. */
    boolean isNew(Caption caption) {
        long start = caption.mediaStartMillis();
        long end = caption.mediaEndMillis();
        if (caption.partial()) {
            return captioned.isNew(start, end);
        }
        firstCaption = Math.min(firstCaption, start);
        return captioned.add(start, end);
    }

    /** Whether audio is to be heard. */
    boolean isNew(Audio audio) {
        note(audio.mediaStartMillis());
        return announced.add(audio.mediaStartMillis(), audio.mediaEndMillis());
    }

    /** Whether a marker says something: for what was announced as audio it changes nothing. */
    boolean isNew(Skipped marker) {
        note(marker.mediaStartMillis());
        return announced.isNew(marker.mediaStartMillis(), marker.mediaEndMillis())
                && skipped.add(marker.mediaStartMillis());
    }

    /** Whether nothing was told yet that is heard, or would have been. */
    boolean isNothing() {
        return lastStart < 0;
    }

    /**
     * After which media start something may be missing, never before what was told first; -1 if nothing
     * was. Where nothing was heard, as in the session's own language, from the first caption on.
     */
    long since() {
        if (isNothing()) {
            return firstCaption == Long.MAX_VALUE ? -1 : firstCaption - 1;
        }
        return Math.max(firstStart - 1, lastStart - OVERLAP_MILLIS);
    }

    private void note(long start) {
        firstStart = Math.min(firstStart, start);
        lastStart = Math.max(lastStart, start);
    }
}
