package dev.dragoman.job.webm;

import dev.dragoman.job.webm.WebmException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a session's chunks in order and gives every Opus packet once, with its media time, as soon as
 * its last byte has come, however the bytes were cut. Media time counts samples across all recordings
 * of the session; it never runs backwards and packets never overlap.
 *
 * <p>After a lost chunk, which only the caller can know of, the next packet is found again wherever
 * it begins. Nothing is lost beyond the missing bytes and the two elements that they cut through, and
 * nothing is told as a packet that isn't one. Media time goes on true to the container's jitter (20
 * ms), or within about 300 ms until the next cluster sets it right if the missing bytes held the
 * cluster's header. A packet after a loss may wait for the chunk after it.
 *
 * <p>Any bytes may be given: what can't be read ends in a {@link WebmException}, never in another
 * exception. Memory is bounded by {@link Limits}. Between two calls everything is in {@link
 * #snapshot}: a demuxer resumed from it goes on exactly as this one would. Not thread-safe.
 *
 * <p>Not read: laced blocks and encrypted or compressed tracks (an error: no browser records them),
 * DiscardPadding (its samples count), Opus tracks after the first.
 */
public final class WebmDemuxer {

    private static final byte SNAPSHOT_VERSION = 1;
    private static final byte[] NOTHING = new byte[0];

    private enum Mode {
        /** Nothing of the recording has come. */
        STARTING,
        /** Each byte's meaning is known. */
        READING,
        /** Bytes were lost: the next element has to be found. */
        SEARCHING,
        /** The recording can't be read; another one may begin. */
        REFUSING
    }

    private final Listener listener = new Listener();
    private final Matroska matroska = new Matroska(listener);
    private EbmlReader reader = new EbmlReader();
    private MediaClock clock;
    private Mode mode = Mode.STARTING;

    /** Why the recording can't be read, while it can't. */
    private Reason refusal = Reason.EMPTY;

    private String refusalMessage = "";

    /** The Opus track of the last init segment. */
    private @Nullable OpusTrack track;

    /** How many init segments there were. */
    private int initSegments;

    /** What came since a loss and is not yet understood. */
    private byte[] waiting = NOTHING;

    /** Where the reader was when the init segment began. */
    private long recordingStart;

    /** The time of the cluster before a loss, or {@link Matroska#NO_TIME}. */
    private long clusterBeforeLoss = Matroska.NO_TIME;

    /** The time that the cluster in which reading goes on must have, or {@link Matroska#NO_TIME}. */
    private long clusterFound = Matroska.NO_TIME;

    /** Whether the open cluster's time is a guess. */
    private boolean clusterGuessed;

    /** The flags of blocks so far: bit n for the n-th combination of the flags that vary. */
    private int usualFlags;

    /** The packet lengths so far: bit n for n × 2.5 ms. */
    private long usualLengths;

    private WebmDemuxer(MediaClock clock) {
        this.clock = clock;
    }

    /**
     * A demuxer for a new session.
     *
     * @param mediaBase48k the media time of its first sample, in samples at 48 kHz, from 0 to 2^53
     */
    public static WebmDemuxer startingAt(long mediaBase48k) {
        if (mediaBase48k < 0 || mediaBase48k > Limits.MAX_MEDIA_48K) {
            throw new IllegalArgumentException("mediaBase48k is " + mediaBase48k + ", accepted is 0 to 2^53");
        }
        return new WebmDemuxer(new MediaClock(mediaBase48k));
    }

    /**
     * The next chunk. What it completes goes to the sink before this returns; nothing of the array is
     * kept.
     *
     * @throws WebmException if it can't be read; what was found before the fault is in the sink
     */
    public void push(byte[] chunk, WebmSink sink) throws WebmException {
        if (chunk.length == 0) {
            return;
        }
        listener.sink = sink;
        boolean whole = mode == Mode.STARTING || mode == Mode.READING;
        try {
            if (whole) {
                mode = Mode.READING;
                read(chunk, 0);
            } else {
                search(chunk, false);
            }
        } catch (WebmException e) {
            whole = false;
            throw failed(e);
        } finally {
            clock.chunkEnds(whole && mode == Mode.READING);
        }
    }

    /**
     * A chunk is missing here: what came before ends, and what comes next starts anywhere. A packet
     * that still waited for proof is told now if what there is suffices.
     */
    public void chunkLost(WebmSink sink) {
        listener.sink = sink;
        settle();
        lose();
    }

    /**
     * The recording is over: the next chunk starts another one, whose media time follows.
     *
     * @throws WebmException if the recording was empty, ended inside an element, or could not be read
     *     in any part; the demuxer is ready for the next one all the same
     */
    public void recordingEnded(WebmSink sink) throws WebmException {
        listener.sink = sink;
        settle();
        try {
            switch (mode) {
                case STARTING -> throw new WebmException(Reason.EMPTY, "the recording is empty");
                case REFUSING -> throw refused();
                case READING -> {
                    if (!matroska.knowsTrack() || reader.isInsideElement()) {
                        throw new WebmException(Reason.TRUNCATED, "the recording ends inside an element");
                    }
                }
                case SEARCHING -> {}
            }
        } finally {
            endRecording();
            reader.reset();
            matroska.reset();
            waiting = NOTHING;
            mode = Mode.STARTING;
        }
    }

    /** Whether every further chunk of this recording will be refused. */
    public boolean isRefusing() {
        return mode == Mode.REFUSING;
    }

    /** Where the next packet starts if nothing is missing, in samples at 48 kHz. */
    public long mediaEnd48k() {
        return clock.end48k();
    }

    /** The Opus track of the last init segment; null before the first. */
    public @Nullable OpusTrack track() {
        return track;
    }

    /** All that this demuxer knows, in at most {@link Limits#MAX_SNAPSHOT_BYTES} bytes; usually a few hundred. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            save(out);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * A demuxer that goes on where another one was.
     *
     * @throws WebmException with {@link Reason#BAD_SNAPSHOT} if this is no snapshot of this version
     */
    public static WebmDemuxer resume(byte[] snapshot) throws WebmException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            if (in.readByte() != SNAPSHOT_VERSION) {
                throw WebmException.badSnapshot("version " + snapshot[0]);
            }
            WebmDemuxer demuxer = load(in);
            if (in.read() >= 0) {
                throw WebmException.badSnapshot("bytes after its end");
            }
            return demuxer;
        } catch (IOException e) {
            throw WebmException.badSnapshot("it ends too soon, or holds a damaged name");
        }
    }

    private void read(byte[] bytes, int from) throws WebmException {
        reader.read(bytes, from, bytes.length, matroska);
        long initBytes = reader.position() - recordingStart;
        if (!matroska.knowsTrack() && initBytes > Limits.MAX_INIT_SEGMENT_BYTES) {
            throw WebmException.limitExceeded("MAX_INIT_SEGMENT_BYTES", initBytes, Limits.MAX_INIT_SEGMENT_BYTES);
        }
    }

    private void search(byte[] chunk, boolean last) throws WebmException {
        byte[] bytes = Arrays.copyOf(waiting, waiting.length + chunk.length);
        System.arraycopy(chunk, 0, bytes, waiting.length, chunk.length);
        PacketSearch search = new PacketSearch(bytes, last, listener);
        if (!search.isFound()) {
            int kept = Math.max(search.undecidedFrom(), bytes.length - Limits.MAX_WAITING_BYTES);
            waiting = Arrays.copyOfRange(bytes, kept, bytes.length);
            if (mode == Mode.REFUSING) {
                throw refused();
            }
            return;
        }
        waiting = NOTHING;
        mode = Mode.READING;
        if (search.isDocument()) {
            reader.reset();
        } else {
            reader.resetInside(Ids.SEGMENT, Ids.CLUSTER);
            matroska.forgetCluster();
            clusterFound = search.clusterMillis();
        }
        read(bytes, search.foundAt());
    }

    /** No more bytes follow those that wait: decides on them. */
    private void settle() {
        if (mode != Mode.SEARCHING || waiting.length == 0) {
            return;
        }
        try {
            search(NOTHING, true);
        } catch (WebmException e) {
            // What was found in bytes after a loss is not what it seemed: they are lost as well.
            mode = Mode.SEARCHING;
        } finally {
            clock.chunkEnds(false);
        }
    }

    private void lose() {
        switch (mode) {
            case STARTING -> refuseWithoutStart();
            case READING -> {
                if (matroska.knowsTrack()) {
                    clusterBeforeLoss = matroska.clusterMillis();
                    mode = Mode.SEARCHING;
                } else {
                    refuseWithoutStart();
                }
            }
            case SEARCHING, REFUSING -> {}
        }
        waiting = NOTHING;
        reader.reset();
        clock.chunkLost();
    }

    /** Puts the demuxer where it can go on from; what the caller is to be told. */
    private WebmException failed(WebmException e) {
        if (mode == Mode.REFUSING) {
            return e;
        }
        boolean damaged = e.reason() == Reason.MALFORMED || e.reason() == Reason.LIMIT_EXCEEDED;
        if (damaged && matroska.knowsTrack()) {
            lose();
            return e;
        }
        if (damaged && !matroska.knowsDocument()) {
            refuse(Reason.NOT_WEBM, "the recording is not WebM");
        } else {
            refuse(e.reason(), String.valueOf(e.getMessage()));
        }
        return refused();
    }

    /** The lost bytes held an init segment: it counts. */
    private void refuseWithoutStart() {
        initSegments++;
        refuse(Reason.RECORDING_START_MISSING, "the recording's first chunk is missing");
    }

    private void refuse(Reason reason, String message) {
        mode = Mode.REFUSING;
        refusal = reason;
        refusalMessage = message;
        waiting = NOTHING;
        reader.reset();
        matroska.reset();
    }

    private WebmException refused() {
        return new WebmException(refusal, refusalMessage);
    }

    private void endRecording() {
        long from = clock.end48k();
        long missing = clock.recordingEnds();
        if (missing > 0) {
            listener.sink.gap(new Gap(clock.losses() - 1, initSegments - 1, from, missing));
        }
        usualFlags = 0;
        usualLengths = 0;
        clusterGuessed = false;
        clusterFound = Matroska.NO_TIME;
        clusterBeforeLoss = Matroska.NO_TIME;
    }

    private void save(DataOutputStream out) throws IOException {
        out.writeByte(SNAPSHOT_VERSION);
        out.writeUTF(mode.name());
        out.writeUTF(refusal.name());
        out.writeUTF(refusalMessage);
        out.writeInt(initSegments);
        out.writeLong(reader.position() - recordingStart);
        out.writeLong(clusterBeforeLoss);
        out.writeLong(clusterFound);
        out.writeBoolean(clusterGuessed);
        out.writeByte(usualFlags);
        out.writeLong(usualLengths);
        Snapshots.writeBytes(out, waiting, 0, waiting.length);
        out.writeBoolean(track != null);
        if (track != null) {
            out.writeInt(track.initSegment());
            out.writeLong(track.number());
            out.writeByte(track.channels());
            out.writeShort(track.preSkip48k());
            Snapshots.writeBytes(out, track.codecPrivate(), 0, track.codecPrivate().length);
        }
        clock.save(out);
        matroska.save(out);
        reader.save(out);
    }

    private static WebmDemuxer load(DataInputStream in) throws IOException, WebmException {
        WebmDemuxer demuxer = new WebmDemuxer(new MediaClock(0));
        demuxer.mode = Snapshots.readEnum(in, Mode.class);
        demuxer.refusal = Snapshots.readEnum(in, Reason.class);
        demuxer.refusalMessage = in.readUTF();
        demuxer.initSegments = Snapshots.inRange(in.readInt(), 0, Integer.MAX_VALUE, "init segments");
        demuxer.recordingStart = -Snapshots.inRange(in.readLong(), 0, Long.MAX_VALUE, "bytes read");
        demuxer.clusterBeforeLoss = Snapshots.readTime(in);
        demuxer.clusterFound = Snapshots.readTime(in);
        demuxer.clusterGuessed = in.readBoolean();
        demuxer.usualFlags = in.readUnsignedByte();
        demuxer.usualLengths = in.readLong();
        demuxer.waiting = Snapshots.readBytes(in, Limits.MAX_WAITING_BYTES);
        if (in.readBoolean()) {
            demuxer.track = new OpusTrack(
                    in.readInt(),
                    in.readLong(),
                    in.readUnsignedByte(),
                    in.readUnsignedShort(),
                    Snapshots.readBytes(in, Limits.MAX_CODEC_PRIVATE_BYTES));
        }
        demuxer.clock = MediaClock.load(in);
        demuxer.matroska.load(in);
        demuxer.reader = EbmlReader.load(in);
        return demuxer;
    }

    /** What the document says, turned into what the sink is told. */
    private final class Listener implements Matroska.Listener, PacketSearch.Evidence {

        /** Where packets go; set by every call that can find some. */
        private WebmSink sink = packet -> {};

        @Override
        public void document() {
            endRecording();
            recordingStart = reader.position();
        }

        @Override
        public void track(long number, int channels, int preSkip48k, byte[] codecPrivate) {
            track = new OpusTrack(initSegments++, number, channels, preSkip48k, codecPrivate);
            sink.track(track);
        }

        @Override
        public void cluster(long millis) {
            clusterGuessed = false;
            clusterFound = Matroska.NO_TIME;
            if (clock.restartedInLoss(millis)) {
                restartInLoss(millis);
            }
        }

        @Override
        public long missingCluster(long relativeMillis) throws WebmException {
            if (clusterFound != Matroska.NO_TIME) {
                long found = clusterFound;
                clusterFound = Matroska.NO_TIME;
                clusterGuessed = false;
                if (clock.restartedInLoss(found + relativeMillis)) {
                    restartInLoss(found + relativeMillis);
                }
                return clock.refine(found, clusterBeforeLoss);
            }
            if (!clock.isAfterLoss()) {
                throw WebmException.malformed("a block comes before its cluster's time");
            }
            clusterGuessed = true;
            return clock.guessCluster(relativeMillis, clusterBeforeLoss);
        }

        @Override
        public void block(long millis, int flags, byte[] bytes, int from, int to) throws WebmException {
            int samples = OpusToc.samples48k(bytes, from, to);
            if (samples == OpusToc.INVALID) {
                throw WebmException.malformed("a block without a valid Opus packet");
            }
            long end = clock.end48k();
            long missing = clock.place(millis, !clusterGuessed, samples);
            int segment = initSegments - 1;
            if (missing > 0) {
                sink.gap(new Gap(clock.losses() - 1, segment, end, missing));
            }
            usualFlags |= 1 << varyingFlags(flags);
            usualLengths |= 1L << (samples / 120);
            sink.packet(new OpusPacket(segment, millis, end + missing, samples, Arrays.copyOfRange(bytes, from, to)));
        }

        /** The recorder stopped and started in the lost bytes: its settings are taken to be the same. */
        private void restartInLoss(long millis) {
            clock.restartInLoss(millis);
            OpusTrack before = track;
            if (before != null) {
                track(before.number(), before.channels(), before.preSkip48k(), before.codecPrivate());
            }
        }

        @Override
        public long trackNumber() {
            return matroska.trackNumber();
        }

        @Override
        public boolean isOtherTrack(long number) {
            return matroska.isOtherTrack(number);
        }

        @Override
        public boolean isUsual(int flags, int samples48k) {
            return (usualFlags & (1 << varyingFlags(flags))) != 0 && (usualLengths & (1L << (samples48k / 120))) != 0;
        }

        @Override
        public long millis(long ticks) {
            return matroska.millis(ticks);
        }

        /** Keyframe, invisible and discardable as a number below 8. */
        private static int varyingFlags(int flags) {
            return ((flags >> 7) & 1) | ((flags >> 2) & 2) | ((flags << 2) & 4);
        }
    }
}
