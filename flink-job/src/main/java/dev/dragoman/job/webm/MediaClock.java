package dev.dragoman.job.webm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Media time: counts samples, never runs backwards, and never lets two packets overlap. The
 * container's time is looked at only after a loss, to tell how much is missing: it jitters (±18 ms
 * were measured), so a difference of two of its times is rounded to whole packets where all packets
 * have the same length, which makes it exact.
 *
 * <p>If the lost bytes held a cluster's header, the container's time is not known until the next
 * one. What is missing is then guessed on the low side, because what is too much could never be taken
 * back, and the next cluster's time adds the rest.
 */
final class MediaClock {

    /** How far the container's time may be off, in samples at 48 kHz: 20 ms. */
    private static final long JITTER_48K = 960;

    private static final long JITTER_MILLIS = 20;

    /** How much shorter than an average chunk a lost one is taken to be at most, in milliseconds. */
    private static final long GUESS_MARGIN_MILLIS = 200;

    /** A chunk that is not longer than the error of a guess may be. */
    private static final long SHORT_CHUNK_MILLIS = 350;

    /** A cluster this much earlier than what was before a loss is another recording's. */
    private static final long RESTART_MILLIS = 1_000;

    private static final int NO_PACKET_YET = 0;
    private static final int MIXED = -1;

    /** Where the next packet starts if nothing is missing, in samples at 48 kHz. */
    private long end48k;

    /** The start of the last packet whose container time was known; before it, of the recording. */
    private long anchor48k;

    /** The container's time there. */
    private long anchorMillis;

    /** The container's time at the end of the last packet, known or guessed. */
    private long lastEndMillis;

    /** How long this recording's packets are, {@link #NO_PACKET_YET}, or {@link #MIXED}. */
    private int packet48k = NO_PACKET_YET;

    /** How many losses there have been. */
    private int losses;

    /** How many chunks are missing since the last packet. */
    private int lostChunks;

    /** How much the last packets' time was guessed, because the lost bytes held a cluster's header. */
    private boolean guessing;

    /** The samples of the chunk that is being read. */
    private long chunk48k;

    /** How many samples a chunk has, averaged; 0 if none has come. */
    private long average48k;

    MediaClock(long base48k) {
        end48k = base48k;
        anchor48k = base48k;
    }

    long end48k() {
        return end48k;
    }

    int losses() {
        return losses;
    }

    /** A chunk is missing here. */
    void chunkLost() {
        if (lostChunks == 0) {
            losses++;
        }
        lostChunks = Math.min(lostChunks + 1, Limits.MAX_LOST_CHUNKS);
    }

    /** The chunk that is being read is over; {@code whole} if it was read from its first byte. */
    void chunkEnds(boolean whole) {
        if (whole && chunk48k > 0) {
            long samples = Math.min(chunk48k, Limits.MAX_CHUNK_48K);
            average48k = average48k == 0 ? samples : (3 * average48k + samples) / 4;
        }
        chunk48k = 0;
    }

    /**
     * The recording ends here, or another one begins.
     *
     * @return how many samples its end is missing, as far as can be guessed: chunks of average length
     */
    long recordingEnds() {
        long missing = bounded(wholePackets(lost48k()));
        end48k += missing;
        lostChunks = 0;
        guessing = false;
        anchor48k = end48k;
        anchorMillis = 0;
        lastEndMillis = 0;
        packet48k = NO_PACKET_YET;
        return missing;
    }

    /**
     * Whether a cluster with this time must belong to another run of the recorder, which began in
     * the lost bytes.
     */
    boolean restartedInLoss(long clusterMillis) {
        return (lostChunks > 0 || guessing) && clusterMillis < anchorMillis - RESTART_MILLIS;
    }

    /** Another run of the recorder began in the lost bytes; its time starts from 0 there. */
    void restartInLoss(long clusterMillis) {
        anchor48k = end48k;
        anchorMillis = guessing ? clusterMillis : 0;
        lastEndMillis = anchorMillis;
    }

    /**
     * The time of the cluster that the next packet is in, after a loss and without a cluster's
     * header since.
     *
     * @param relativeMillis the packet's time in the cluster
     * @param before the time of the cluster before the loss, or {@link Matroska#NO_TIME}
     */
    long guessCluster(long relativeMillis, long before) {
        long lostMillis = Math.min(lost48k() / OpusPacket.SAMPLES_PER_MILLI, Limits.MAX_TIMESTAMP_MILLIS);
        if (before != Matroska.NO_TIME && isSameCluster(before + relativeMillis, relativeMillis, lostMillis)) {
            return before;
        }
        // The lost header came after the last packet, and this packet comes so much after it.
        long guess = lastEndMillis + Math.max(relativeMillis, lostMillis - GUESS_MARGIN_MILLIS);
        return Math.min(guess, Limits.MAX_TIMESTAMP_MILLIS) - relativeMillis;
    }

    /**
     * Whether the first packet after a loss is still in the cluster before it. Often both are
     * possible. One lost chunk of a usual length hides a whole cluster only if clusters are as short,
     * and then taking it for the same is off by less than they are. Otherwise about as much must be
     * missing as was lost, unless another cluster would have to be longer than all that.
     */
    private boolean isSameCluster(long millis, long relativeMillis, long lostMillis) {
        long missing = millis - lastEndMillis;
        if (missing < -JITTER_MILLIS) {
            return false;
        }
        return (lostChunks == 1 && lostMillis <= SHORT_CHUNK_MILLIS)
                || 2 * missing >= lostMillis
                || 2 * relativeMillis >= 3 * lostMillis;
    }

    /** Whether the next packet is the first after a loss. */
    boolean isAfterLoss() {
        return lostChunks > 0;
    }

    /**
     * A cluster's time that was computed back from the next cluster's and so has its jitter: the time
     * of the cluster before the loss if it is that one.
     */
    long refine(long computed, long before) {
        return before != Matroska.NO_TIME && Math.abs(computed - before) <= 2 * JITTER_MILLIS ? before : computed;
    }

    /**
     * Counts a packet.
     *
     * @param millis the container's time
     * @param known whether that is certain
     * @return how many samples are missing before it
     */
    long place(long millis, boolean known, int samples48k) {
        packet48k = packet48k == NO_PACKET_YET || packet48k == samples48k ? samples48k : MIXED;
        long missing = 0;
        if (lostChunks > 0 || (guessing && known)) {
            long target = anchor48k + rounded((millis - anchorMillis) * OpusPacket.SAMPLES_PER_MILLI);
            missing = target - end48k;
            if (missing < 120 || (lostChunks == 0 && missing < JITTER_48K)) {
                missing = 0;
            }
            missing = bounded(missing);
            lostChunks = 0;
            guessing = !known;
        }
        if (known) {
            anchor48k = end48k + missing;
            anchorMillis = millis;
        }
        end48k += missing + samples48k;
        chunk48k += samples48k;
        lastEndMillis = millis + samples48k / OpusPacket.SAMPLES_PER_MILLI;
        return missing;
    }

    /** Nothing, if media time would leave its range. */
    private long bounded(long missing) {
        return end48k + missing > Limits.MAX_MEDIA_48K - OpusToc.MAX_SAMPLES ? 0 : missing;
    }

    private long lost48k() {
        return lostChunks * average48k;
    }

    /** To the nearest whole packet, or 2.5 ms. */
    private long rounded(long samples) {
        long unit = unit();
        return Math.floorDiv(samples + unit / 2, unit) * unit;
    }

    private long wholePackets(long samples) {
        return samples / unit() * unit();
    }

    private long unit() {
        return packet48k > 0 ? packet48k : 120;
    }

    void save(DataOutputStream out) throws IOException {
        out.writeLong(end48k);
        out.writeLong(anchor48k);
        out.writeLong(anchorMillis);
        out.writeLong(lastEndMillis);
        out.writeInt(packet48k);
        out.writeInt(losses);
        out.writeInt(lostChunks);
        out.writeBoolean(guessing);
        out.writeLong(chunk48k);
        out.writeLong(average48k);
    }

    static MediaClock load(DataInputStream in) throws IOException, WebmException {
        MediaClock clock = new MediaClock(Snapshots.inRange(in.readLong(), 0, Limits.MAX_MEDIA_48K, "media time"));
        clock.anchor48k = Snapshots.inRange(in.readLong(), 0, Limits.MAX_MEDIA_48K, "anchor");
        clock.anchorMillis = millis(in, "anchor");
        clock.lastEndMillis = millis(in, "last end");
        clock.packet48k = Snapshots.inRange(in.readInt(), MIXED, OpusToc.MAX_SAMPLES, "packet length");
        clock.losses = Snapshots.inRange(in.readInt(), 0, Integer.MAX_VALUE, "losses");
        clock.lostChunks = Snapshots.inRange(in.readInt(), 0, Limits.MAX_LOST_CHUNKS, "lost chunks");
        clock.guessing = in.readBoolean();
        clock.chunk48k = Snapshots.inRange(in.readLong(), 0, Limits.MAX_MEDIA_48K, "chunk length");
        clock.average48k = Snapshots.inRange(in.readLong(), 0, Limits.MAX_MEDIA_48K, "average length");
        return clock;
    }

    private static long millis(DataInputStream in, String name) throws IOException, WebmException {
        return Snapshots.inRange(in.readLong(), -Matroska.MAX_TIME, Matroska.MAX_TIME, name);
    }
}
