package dev.dragoman.job.webm;

import dev.dragoman.job.webm.WebmException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the elements of a WebM document mean, as far as Opus packets need it: finds the Opus track,
 * follows the clusters' times, and tells of the track's blocks. What no browser writes and nobody
 * needs is passed over where the format allows it; inside a segment or a cluster an element that
 * Matroska doesn't know is an error, because there it is nearly always damage.
 */
final class Matroska implements EbmlHandler {

    /** What is found. */
    interface Listener {

        /** A document's header begins. */
        void document();

        /** The Opus track of a new init segment is known. */
        void track(long number, int channels, int preSkip48k, byte[] codecPrivate) throws WebmException;

        /** A cluster says its time. */
        void cluster(long millis) throws WebmException;

        /**
         * A block comes whose cluster has not said its time.
         *
         * @param relativeMillis the block's time in the cluster
         * @return the cluster's time
         * @throws WebmException if that is not because of a loss
         */
        long missingCluster(long relativeMillis) throws WebmException;

        /** A block of the Opus track. */
        void block(long millis, int flags, byte[] bytes, int from, int to) throws WebmException;
    }

    /** In place of a cluster's time: not known. */
    static final long NO_TIME = Long.MIN_VALUE;

    /** One millisecond in nanoseconds: what a timestamp counts unless the document says otherwise. */
    private static final long DEFAULT_SCALE = 1_000_000;

    /** A cluster's time when it is guessed can be past the limit for those that are read. */
    static final long MAX_TIME = 2 * Limits.MAX_TIMESTAMP_MILLIS;

    private static final long MAX_SCALE = 1_000_000_000;
    private static final int LACING = 0x06;
    private static final int TRACK_TYPE_AUDIO = 2;
    private static final int OPUS_HEAD_BYTES = 19;

    private final Listener listener;

    /** Whether the document's header has been read and was WebM's. */
    private boolean documentKnown;

    /** The number of the Opus track, or 0 while it is not known. */
    private long track;

    /** The numbers of the tracks that nobody needs. */
    private final List<Long> otherTracks = new ArrayList<>();

    /** Nanoseconds a tick. */
    private long scale = DEFAULT_SCALE;

    /** The open cluster's time in milliseconds, or {@link #NO_TIME}. */
    private long clusterMillis = NO_TIME;

    /** The track entry that is being read. */
    private TrackEntry entry = new TrackEntry();

    /** Codecs that were found in place of Opus, for the message. */
    private final List<String> otherCodecs = new ArrayList<>();

    /** The Opus track as found in the init segment that is being read. */
    private TrackEntry opus = new TrackEntry();

    private static final class TrackEntry {
        private long number;
        private int type;
        private boolean encoded;
        private String codec = "";
        private byte[] codecPrivate = new byte[0];
    }

    Matroska(Listener listener) {
        this.listener = listener;
    }

    /** Whether blocks can be understood: an init segment has been read. */
    boolean knowsTrack() {
        return track != 0;
    }

    boolean knowsDocument() {
        return documentKnown;
    }

    long trackNumber() {
        return track;
    }

    boolean isOtherTrack(long number) {
        return otherTracks.contains(number);
    }

    /** Ticks as milliseconds, rounded down. */
    long millis(long ticks) {
        return Math.floorDiv(ticks * scale, DEFAULT_SCALE);
    }

    /** The open cluster's time in milliseconds, or {@link #NO_TIME}. */
    long clusterMillis() {
        return clusterMillis;
    }

    /** Goes on inside a cluster that has not said its time. */
    void forgetCluster() {
        clusterMillis = NO_TIME;
    }

    /** Forgets the recording: the next element has to be a document's header. */
    void reset() {
        documentKnown = false;
        track = 0;
        otherTracks.clear();
        otherCodecs.clear();
        scale = DEFAULT_SCALE;
        clusterMillis = NO_TIME;
        entry = new TrackEntry();
        opus = new TrackEntry();
    }

    @Override
    public Kind kind(int parent, int id) throws WebmException {
        if (id == Ids.VOID || id == Ids.CRC_32) {
            if (parent == Ids.ROOT && !documentKnown) {
                throw notWebm();
            }
            return Kind.SKIPPED;
        }
        return switch (parent) {
            case Ids.ROOT -> inRoot(id);
            case Ids.EBML -> id == Ids.DOC_TYPE ? Kind.LEAF : Kind.SKIPPED;
            case Ids.SEGMENT -> inSegment(id);
            case Ids.INFO -> id == Ids.TIMESTAMP_SCALE ? Kind.LEAF : Kind.SKIPPED;
            case Ids.TRACKS -> id == Ids.TRACK_ENTRY ? Kind.MASTER : Kind.SKIPPED;
            case Ids.TRACK_ENTRY -> inTrackEntry(id);
            case Ids.CONTENT_ENCODINGS -> Kind.SKIPPED;
            case Ids.CLUSTER -> inCluster(id);
            case Ids.BLOCK_GROUP -> id == Ids.BLOCK ? Kind.LEAF : Kind.SKIPPED;
            default -> throw WebmException.malformed("element " + Integer.toHexString(parent) + " has no children");
        };
    }

    private Kind inRoot(int id) throws WebmException {
        if (id == Ids.EBML) {
            return Kind.MASTER;
        }
        if (!documentKnown) {
            throw notWebm();
        }
        if (id == Ids.SEGMENT) {
            return Kind.OPEN_MASTER;
        }
        throw WebmException.malformed("element " + Integer.toHexString(id) + " outside of a segment");
    }

    private static Kind inSegment(int id) throws WebmException {
        return switch (id) {
            case Ids.INFO, Ids.TRACKS -> Kind.MASTER;
            case Ids.CLUSTER -> Kind.OPEN_MASTER;
            case Ids.SEEK_HEAD, Ids.CUES, Ids.TAGS, Ids.CHAPTERS, Ids.ATTACHMENTS -> Kind.SKIPPED;
            case Ids.EBML -> Kind.OUTER;
            default -> throw unknown(id, "a segment");
        };
    }

    private static Kind inTrackEntry(int id) {
        return switch (id) {
            case Ids.TRACK_NUMBER, Ids.TRACK_TYPE, Ids.CODEC_ID, Ids.CODEC_PRIVATE -> Kind.LEAF;
            case Ids.CONTENT_ENCODINGS -> Kind.MASTER;
            default -> Kind.SKIPPED;
        };
    }

    private static Kind inCluster(int id) throws WebmException {
        return switch (id) {
            case Ids.SIMPLE_BLOCK, Ids.TIMESTAMP -> Kind.LEAF;
            case Ids.BLOCK_GROUP -> Kind.MASTER;
            case Ids.POSITION, Ids.PREV_SIZE, Ids.SILENT_TRACKS, Ids.ENCRYPTED_BLOCK -> Kind.SKIPPED;
            case Ids.CLUSTER,
                    Ids.CUES,
                    Ids.TAGS,
                    Ids.SEEK_HEAD,
                    Ids.INFO,
                    Ids.TRACKS,
                    Ids.CHAPTERS,
                    Ids.ATTACHMENTS,
                    Ids.EBML -> Kind.OUTER;
            default -> throw unknown(id, "a cluster");
        };
    }

    @Override
    public int limit(int id) {
        return switch (id) {
            case Ids.SIMPLE_BLOCK, Ids.BLOCK -> Limits.MAX_BLOCK_BYTES;
            case Ids.CODEC_PRIVATE -> Limits.MAX_CODEC_PRIVATE_BYTES;
            case Ids.CODEC_ID, Ids.DOC_TYPE -> Limits.MAX_NAME_BYTES;
            default -> Limits.MAX_UNSIGNED_BYTES;
        };
    }

    @Override
    public String limitName(int id) {
        return switch (id) {
            case Ids.SIMPLE_BLOCK, Ids.BLOCK -> "MAX_BLOCK_BYTES";
            case Ids.CODEC_PRIVATE -> "MAX_CODEC_PRIVATE_BYTES";
            case Ids.CODEC_ID, Ids.DOC_TYPE -> "MAX_NAME_BYTES";
            default -> "MAX_UNSIGNED_BYTES";
        };
    }

    @Override
    public boolean skips(int id, byte[] bytes, int from) {
        if (id == Ids.CODEC_PRIVATE) {
            // Another codec's may be long; Opus's never is, and is then missing.
            return true;
        }
        if (id != Ids.SIMPLE_BLOCK && id != Ids.BLOCK) {
            return false;
        }
        int length = Vint.length(bytes[from]);
        return length <= 8 && otherTracks.contains(Vint.value(bytes, from, length));
    }

    @Override
    public void begins(int id) throws WebmException {
        switch (id) {
            case Ids.EBML -> {
                reset();
                listener.document();
            }
            case Ids.TRACKS -> {
                if (track != 0) {
                    throw WebmException.malformed("a second list of tracks");
                }
            }
            case Ids.TRACK_ENTRY -> entry = new TrackEntry();
            case Ids.CONTENT_ENCODINGS -> entry.encoded = true;
            case Ids.CLUSTER -> {
                if (track == 0) {
                    throw new WebmException(Reason.NO_OPUS_TRACK, "a cluster comes before any list of tracks");
                }
                clusterMillis = NO_TIME;
            }
            default -> {}
        }
    }

    @Override
    public void ends(int id) throws WebmException {
        switch (id) {
            case Ids.EBML -> {
                if (!documentKnown) {
                    throw notWebm();
                }
            }
            case Ids.TRACK_ENTRY -> entryEnds();
            case Ids.TRACKS -> tracksEnd();
            default -> {}
        }
    }

    @Override
    public void leaf(int id, byte[] bytes, int from, int to) throws WebmException {
        switch (id) {
            case Ids.SIMPLE_BLOCK, Ids.BLOCK -> block(bytes, from, to);
            case Ids.TIMESTAMP -> timestamp(unsigned(bytes, from, to));
            case Ids.DOC_TYPE -> docType(name(bytes, from, to));
            case Ids.TIMESTAMP_SCALE -> {
                scale = unsigned(bytes, from, to);
                if (scale < 1 || scale > MAX_SCALE) {
                    throw WebmException.limitExceeded("TimestampScale in nanoseconds", scale, MAX_SCALE);
                }
            }
            case Ids.TRACK_NUMBER -> entry.number = unsigned(bytes, from, to);
            case Ids.TRACK_TYPE -> entry.type = (int) Math.min(unsigned(bytes, from, to), 255);
            case Ids.CODEC_ID -> entry.codec = name(bytes, from, to);
            case Ids.CODEC_PRIVATE -> entry.codecPrivate = Arrays.copyOfRange(bytes, from, to);
            default -> throw new AssertionError("not a leaf: " + id);
        }
    }

    private void docType(String name) throws WebmException {
        if (!name.equals("webm") && !name.equals("matroska")) {
            throw notWebm();
        }
        documentKnown = true;
    }

    private void entryEnds() throws WebmException {
        if (entry.codec.equals("A_OPUS") && entry.type == TRACK_TYPE_AUDIO && opus.number == 0 && entry.number > 0) {
            opus = entry;
            return;
        }
        if (otherTracks.size() == Limits.MAX_TRACKS) {
            throw WebmException.limitExceeded("MAX_TRACKS", otherTracks.size() + 1, Limits.MAX_TRACKS);
        }
        otherTracks.add(entry.number);
        otherCodecs.add(entry.codec);
    }

    private void tracksEnd() throws WebmException {
        if (opus.number == 0) {
            throw new WebmException(
                    Reason.NO_OPUS_TRACK,
                    otherCodecs.isEmpty() ? "there is no track" : "there is only " + String.join(", ", otherCodecs));
        }
        if (opus.encoded) {
            throw new WebmException(Reason.UNSUPPORTED, "the Opus track is compressed or encrypted");
        }
        byte[] head = opus.codecPrivate;
        // RFC 7845, section 5.1: the magic, a version whose major part is 0, the channels, the pre-skip.
        if (head.length < OPUS_HEAD_BYTES
                || !new String(head, 0, 8, StandardCharsets.ISO_8859_1).equals("OpusHead")
                || (head[8] & 0xF0) != 0
                || head[9] == 0) {
            throw WebmException.malformed("the Opus track has no OpusHead");
        }
        track = opus.number;
        int preSkip = (head[10] & 0xFF) | ((head[11] & 0xFF) << 8);
        listener.track(track, head[9] & 0xFF, preSkip, head);
        opus = new TrackEntry();
    }

    private void timestamp(long ticks) throws WebmException {
        long max = Limits.MAX_TIMESTAMP_MILLIS * DEFAULT_SCALE / scale;
        if (ticks > max) {
            throw WebmException.limitExceeded("MAX_TIMESTAMP_MILLIS in ticks", ticks, max);
        }
        clusterMillis = millis(ticks);
        listener.cluster(clusterMillis);
    }

    private void block(byte[] bytes, int from, int to) throws WebmException {
        int length = from < to ? Vint.length(bytes[from]) : 9;
        if (length > 8 || to - from < length + 3) {
            throw WebmException.malformed("a block is too short for its header");
        }
        long number = Vint.value(bytes, from, length);
        if (number != track) {
            if (otherTracks.contains(number)) {
                return;
            }
            throw WebmException.malformed("a block of track " + number + ", which does not exist");
        }
        long relative = millis((short) (((bytes[from + length] & 0xFF) << 8) | (bytes[from + length + 1] & 0xFF)));
        int flags = bytes[from + length + 2] & 0xFF;
        if ((flags & LACING) != 0) {
            throw new WebmException(Reason.UNSUPPORTED, "laced blocks");
        }
        if (clusterMillis == NO_TIME) {
            clusterMillis = listener.missingCluster(relative);
        }
        listener.block(clusterMillis + relative, flags, bytes, from + length + 3, to);
    }

    private static long unsigned(byte[] bytes, int from, int to) throws WebmException {
        int start = from;
        while (start < to && bytes[start] == 0) {
            start++;
        }
        if (to - start > 7) {
            throw WebmException.malformed("a number of more than 56 bits");
        }
        return Vint.unsigned(bytes, start, to);
    }

    private static String name(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) {
            end++;
        }
        // Whatever a hostile name holds, a message with it stays one line of plain characters.
        return new String(bytes, from, end - from, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
    }

    private static WebmException notWebm() {
        return new WebmException(Reason.NOT_WEBM, "the recording is not WebM");
    }

    private static WebmException unknown(int id, String where) {
        return WebmException.malformed("element " + Integer.toHexString(id) + " in " + where);
    }

    void save(DataOutputStream out) throws IOException {
        out.writeBoolean(documentKnown);
        out.writeLong(track);
        out.writeLong(scale);
        out.writeLong(clusterMillis);
        out.writeByte(otherTracks.size());
        for (int i = 0; i < otherTracks.size(); i++) {
            out.writeLong(otherTracks.get(i));
            out.writeUTF(otherCodecs.get(i));
        }
        saveEntry(entry, out);
        saveEntry(opus, out);
    }

    void load(DataInputStream in) throws IOException, WebmException {
        documentKnown = in.readBoolean();
        track = Snapshots.inRange(in.readLong(), 0, 1L << 56, "track");
        scale = Snapshots.inRange(in.readLong(), 1, MAX_SCALE, "scale");
        clusterMillis = Snapshots.readTime(in);
        int others = Snapshots.inRange(in.readByte(), 0, Limits.MAX_TRACKS, "tracks");
        for (int i = 0; i < others; i++) {
            otherTracks.add(in.readLong());
            otherCodecs.add(in.readUTF());
        }
        entry = loadEntry(in);
        opus = loadEntry(in);
    }

    private static void saveEntry(TrackEntry entry, DataOutputStream out) throws IOException {
        out.writeLong(entry.number);
        out.writeByte(entry.type);
        out.writeBoolean(entry.encoded);
        out.writeUTF(entry.codec);
        Snapshots.writeBytes(out, entry.codecPrivate, 0, entry.codecPrivate.length);
    }

    private static TrackEntry loadEntry(DataInputStream in) throws IOException, WebmException {
        TrackEntry entry = new TrackEntry();
        entry.number = in.readLong();
        entry.type = in.readUnsignedByte();
        entry.encoded = in.readBoolean();
        entry.codec = in.readUTF();
        entry.codecPrivate = Snapshots.readBytes(in, Limits.MAX_CODEC_PRIVATE_BYTES);
        return entry;
    }
}
