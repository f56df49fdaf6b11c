package dev.dragoman.job.webm;

/** What the demuxer accepts at most. Each bounds memory or work that hostile bytes could ask for. */
public final class Limits {

    /**
     * A block with Opus in it, in bytes. The largest Opus packet without padding has 48 frames of
     * 1,275 bytes (RFC 6716, section 3.4), 61,296 bytes with their lengths.
     */
    public static final int MAX_BLOCK_BYTES = 65_536;

    /** A codec's private data, in bytes. OpusHead has 19, and 276 with 255 channels. */
    public static final int MAX_CODEC_PRIVATE_BYTES = 1_024;

    /** A name (document type, codec id) in bytes. */
    public static final int MAX_NAME_BYTES = 64;

    /** A number, in bytes; leading zeros are accepted (RFC 8794, section 7.2). */
    public static final int MAX_UNSIGNED_BYTES = 8;

    /** An element that is passed over (Void, Cues, Tags, another track's block), in bytes. */
    public static final long MAX_SKIPPED_BYTES = 16L << 20;

    /** The init segment from the EBML header to the first cluster, in bytes. */
    public static final long MAX_INIT_SEGMENT_BYTES = 1L << 20;

    /** Tracks in a recording. */
    public static final int MAX_TRACKS = 32;

    /** The container's time, in milliseconds: 30 days. */
    public static final long MAX_TIMESTAMP_MILLIS = 30L * 24 * 3600 * 1000;

    /** Chunks missing in a row that are counted for a guess of how long they were. */
    static final int MAX_LOST_CHUNKS = 100_000;

    /** A chunk's length when guessing from it, in samples at 48 kHz: an hour. */
    static final long MAX_CHUNK_48K = 3_600L * 48_000;

    /** Media time in samples at 48 kHz: some 6,000 years. */
    static final long MAX_MEDIA_48K = 1L << 53;

    /**
     * An element's header: 4 bytes of id and 8 of size (RFC 8794, sections 5 and 6; the EBML defaults
     * that Matroska keeps).
     */
    static final int MAX_HEADER_BYTES = 12;

    /** Bytes that wait for the rest of their element, or after a loss for proof that they are one. */
    static final int MAX_WAITING_BYTES = 2 * (MAX_BLOCK_BYTES + MAX_HEADER_BYTES);

    /** A snapshot, in bytes: what waits, and what is known of the track. */
    public static final int MAX_SNAPSHOT_BYTES = MAX_WAITING_BYTES + MAX_CODEC_PRIVATE_BYTES * 2 + 4_096;

    private Limits() {}
}
