package dev.dragoman.job.batch;

import dev.dragoman.job.model.Session;
import dev.dragoman.job.webm.OpusPacket;
import dev.dragoman.job.webm.OpusTrack;
import dev.dragoman.protocol.RecordingEnded;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a session has come: all the keyed state of {@link Reassemble} but the chunks that wait.
 * A plain mutable object with public fields, so that Flink keeps it as a POJO.
 */
public final class SessionProgress {

    /** No count was given. */
    static final int UNKNOWN = -1;

    /** The session, once its start was seen. */
    public @Nullable Session session;

    /** The recording whose chunks are being taken. */
    public int recording;

    /** The sequence that is taken next. */
    public int next;

    /** How many chunks the recording has, once somebody said so. */
    public int chunks = UNKNOWN;

    /** Whether that count only holds until the recording resumes. */
    public boolean paused;

    /** What was said of recordings that come after this one. */
    public List<RecordingEnded> laterEnds = new ArrayList<>();

    /** The demuxer where it stands, which knows the media time; null before the first chunk. */
    public byte @Nullable [] demuxer;

    /** What the recording says of its track, once known. */
    public @Nullable OpusTrack track;

    /** Whether the recording can't be understood: its further chunks are not looked at. */
    public boolean unreadable;

    /** Where the session's audio ends so far, in samples at 48 kHz. */
    public long mediaEnd48k;

    /** How many stretches of chunks never came. */
    public int gaps;

    /** The most recent gaps, so that a chunk that comes after all is told from a duplicate. */
    public List<GivenUp> recentGaps = new ArrayList<>();

    /** The packets of the open batch. */
    public List<OpusPacket> open = new ArrayList<>();

    /** Event time of the first and the last chunk with packets in the open batch. */
    public long openedMillis;

    public long lastMillis;

    /** The packets before the open batch: its decoder may need them to settle. */
    public List<OpusPacket> recent = new ArrayList<>();

    /** How many chunks wait for an earlier one. */
    public int waiting;

    /** The session's end was announced: how many recordings it had, or null. */
    public @Nullable Integer recordings;

    /** How many chunks the last of them had, or {@link #UNKNOWN}. */
    public int chunksInLast = UNKNOWN;

    /** Event time of the session's end. */
    public long endedMillis;

    /** Everything was taken and the end was passed on: whatever comes now comes too late. */
    public boolean over;

    /** Event time of the latest event. */
    public long seenMillis;

    /** Event time of the one timer that looks whether the session expired, or 0. */
    public long expiryTimer;

    /** Flink wants it public. */
    public SessionProgress() {}

    /** What is left of it when the session is over: that it is, for as long as something may still come. */
    SessionProgress whenOver() {
        SessionProgress left = new SessionProgress();
        left.over = true;
        left.seenMillis = seenMillis;
        left.expiryTimer = expiryTimer;
        return left;
    }

    /**
     * Chunks that were given up.
     *
     * @param recording their recording
     * @param from the first
     * @param to the one after the last
     */
    public record GivenUp(int recording, int from, int to) {}
}
