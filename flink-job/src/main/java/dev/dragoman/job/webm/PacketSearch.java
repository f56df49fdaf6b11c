package dev.dragoman.job.webm;

import java.nio.charset.StandardCharsets;

/**
 * Finds where the elements go on after bytes have been lost. A place is believed only if what stands
 * there is a chain of elements that fit each other to the end of what has come, each plausible in
 * all it says: known ids, a known track, flags and packet lengths as before the loss, Opus frames
 * that fill their packets, times that go forward. A single block has about 40 bits of evidence; two
 * are asked for, or one cluster header, before anything is told of as long as more bytes can come.
 *
 * <p>Work is bounded: at most {@link #MAX_STEPS} elements are looked at from each byte.
 */
final class PacketSearch {

    /** What is known of the recording from before the loss. */
    interface Evidence {

        /** The Opus track's number, or 0: then only a new recording can be found. */
        long trackNumber();

        /** Whether this is a track that nobody needs. */
        boolean isOtherTrack(long number);

        /** Whether a block with such flags and such a packet came before. */
        boolean isUsual(int flags, int samples48k);

        /** Ticks as milliseconds. */
        long millis(long ticks);
    }

    private static final int MAX_STEPS = 64;

    /** Evidence that is enough while more bytes may come. */
    private static final int ENOUGH = 4;

    /** Evidence that is enough when no more can come: one usual block. */
    private static final int ENOUGH_AT_END = 2;

    private static final int USUAL_BLOCK = 2;
    private static final int UNUSUAL_BLOCK = 1;
    private static final int TIMESTAMP = 1;
    private static final int LONG_ID = 4;

    /** No browser leaves more than this between two packets of one cluster, in milliseconds. */
    private static final long MAX_STEP_MILLIS = 10_000;

    private static final int FLAGS_THAT_ARE_ZERO = 0x76;
    private static final int NOWHERE = -1;

    private final Evidence evidence;
    private final byte[] bytes;
    private final int end;

    private int found = NOWHERE;
    private int undecided;

    // The chain that is being followed.

    private int score;
    private boolean first;
    private boolean document;

    /** The time of the cluster in which the chain starts, if the next cluster tells; else NO_TIME. */
    private long firstCluster;

    /** The end of the last block of that cluster, in it; NO_TIME if there was none. */
    private long firstClusterEnd;

    /** The time of the cluster that the chain is in, if it was seen; else NO_TIME. */
    private long cluster;

    /** The last block's time in its cluster; NO_TIME at the cluster's start. */
    private long previousRelative;

    private int previousSamples;

    /** A cluster has begun and has not said its time. */
    private boolean awaitsTimestamp;

    /** Searches all of {@code bytes}; {@code last}: no more will come. */
    PacketSearch(byte[] bytes, boolean last, Evidence evidence) {
        this.evidence = evidence;
        this.bytes = bytes;
        this.end = bytes.length;
        this.undecided = end;
        for (int at = 0; at < end && found == NOWHERE; at++) {
            if (isStart(at) && follow(at)) {
                if (score >= (last ? ENOUGH_AT_END : ENOUGH)) {
                    found = at;
                } else if (undecided == end) {
                    undecided = at;
                }
            }
        }
    }

    /** Whether a place was found. */
    boolean isFound() {
        return found != NOWHERE;
    }

    /** Where the first element starts that is believed. */
    int foundAt() {
        return found;
    }

    /** Whether it is a new recording's header. */
    boolean isDocument() {
        return document;
    }

    /** The time of the cluster in which it is, if a later one tells; or {@link Matroska#NO_TIME}. */
    long clusterMillis() {
        return firstCluster;
    }

    /** From where on bytes have to be kept until more have come. */
    int undecidedFrom() {
        return undecided;
    }

    private boolean isStart(int at) {
        return switch (bytes[at] & 0xFF) {
            case Ids.SIMPLE_BLOCK, Ids.BLOCK_GROUP, Ids.TIMESTAMP -> evidence.trackNumber() != 0;
            case Ids.CLUSTER >>> 24 -> evidence.trackNumber() != 0 && isPrefix(at, Ids.CLUSTER);
            case Ids.EBML >>> 24 -> isPrefix(at, Ids.EBML);
            default -> false;
        };
    }

    /** Whether the bytes are an id of four bytes, or the part of it that has come. */
    private boolean isPrefix(int at, int id) {
        for (int i = 0; i < 4 && at + i < end; i++) {
            if (bytes[at + i] != (byte) (id >>> (24 - 8 * i))) {
                return false;
            }
        }
        return true;
    }

    /** Follows the elements from here; false if they break the rules before the bytes end. */
    private boolean follow(int start) {
        score = 0;
        first = true;
        document = false;
        firstCluster = Matroska.NO_TIME;
        firstClusterEnd = Matroska.NO_TIME;
        cluster = Matroska.NO_TIME;
        previousRelative = Matroska.NO_TIME;
        previousSamples = 0;
        awaitsTimestamp = false;
        int at = start;
        for (int step = 0; step < MAX_STEPS && at < end; step++) {
            int next = step(at);
            if (next == NOWHERE) {
                return false;
            }
            first = false;
            at = next;
        }
        return true;
    }

    /** Looks at one element; where the next one starts, {@link #end} if that can't be told, or NOWHERE. */
    private int step(int at) {
        int idLength = Vint.length(bytes[at]);
        if (idLength > 4) {
            return NOWHERE;
        }
        if (end - at < idLength) {
            return isPrefixOfLongId(at) ? end : NOWHERE;
        }
        int id = Vint.id(bytes, at, idLength);
        if (!isKnown(id)) {
            return NOWHERE;
        }
        int sizeAt = at + idLength;
        if (sizeAt == end) {
            return end;
        }
        int sizeLength = Vint.length(bytes[sizeAt]);
        if (sizeLength > 8) {
            return NOWHERE;
        }
        int content = sizeAt + sizeLength;
        if (content > end) {
            return end;
        }
        long size = Vint.size(bytes, sizeAt, sizeLength);
        if (id == Ids.CLUSTER) {
            return clusterBegins(content);
        }
        if (size == Vint.UNKNOWN || size > Limits.MAX_SKIPPED_BYTES) {
            return NOWHERE;
        }
        int next = (int) Math.min(end, content + size);
        boolean whole = content + size <= end;
        boolean fits = switch (id) {
            case Ids.SIMPLE_BLOCK -> block(content, size, next, whole);
            case Ids.BLOCK_GROUP -> blockGroup(content, next, whole);
            case Ids.TIMESTAMP -> timestamp(content, size, next, whole);
            case Ids.EBML -> documentHeader(content, size, next, whole);
            default -> true;
        };
        // A new recording is read like any other: nothing after its header has to be looked at.
        return !fits ? NOWHERE : document ? end : next;
    }

    private boolean isPrefixOfLongId(int at) {
        return isPrefix(at, Ids.CLUSTER)
                || isPrefix(at, Ids.EBML)
                || isPrefix(at, Ids.CUES)
                || isPrefix(at, Ids.TAGS)
                || isPrefix(at, Ids.SEEK_HEAD);
    }

    private static boolean isKnown(int id) {
        return switch (id) {
            case Ids.SIMPLE_BLOCK,
                    Ids.BLOCK_GROUP,
                    Ids.TIMESTAMP,
                    Ids.CLUSTER,
                    Ids.EBML,
                    Ids.VOID,
                    Ids.CRC_32,
                    Ids.POSITION,
                    Ids.PREV_SIZE,
                    Ids.CUES,
                    Ids.TAGS,
                    Ids.SEEK_HEAD -> true;
            default -> false;
        };
    }

    private int clusterBegins(int content) {
        score += LONG_ID;
        if (cluster == Matroska.NO_TIME && previousRelative != Matroska.NO_TIME) {
            firstClusterEnd = previousRelative + previousSamples / OpusPacket.SAMPLES_PER_MILLI;
        }
        previousRelative = Matroska.NO_TIME;
        awaitsTimestamp = true;
        return content;
    }

    private boolean timestamp(int content, long size, int next, boolean whole) {
        if (size < 1 || size > Limits.MAX_UNSIGNED_BYTES || !(first || awaitsTimestamp)) {
            return false;
        }
        if (!whole) {
            return true;
        }
        long ticks = Vint.unsigned(bytes, content, next);
        if (ticks < 0 || ticks > Limits.MAX_TIMESTAMP_MILLIS) {
            return false;
        }
        long millis = evidence.millis(ticks);
        if (cluster != Matroska.NO_TIME && millis < cluster) {
            return false;
        }
        score += TIMESTAMP;
        awaitsTimestamp = false;
        cluster = millis;
        return true;
    }

    private boolean blockGroup(int content, int next, boolean whole) {
        if (next - content < 2) {
            return !whole;
        }
        int sizeLength = Vint.length(bytes[content + 1]);
        if ((bytes[content] & 0xFF) != Ids.BLOCK || sizeLength > 8) {
            return false;
        }
        int block = content + 1 + sizeLength;
        if (block > next) {
            return !whole;
        }
        long size = Vint.size(bytes, content + 1, sizeLength);
        if (size == Vint.UNKNOWN || size > Limits.MAX_SKIPPED_BYTES || (whole && block + size > next)) {
            return false;
        }
        return block(block, size, (int) Math.min(next, block + size), block + size <= next);
    }

    private boolean block(int content, long size, int next, boolean whole) {
        if (awaitsTimestamp || size < 4) {
            return false;
        }
        if (content == next) {
            return true;
        }
        int length = Vint.length(bytes[content]);
        if (length > 8) {
            return false;
        }
        if (next - content < length) {
            return true;
        }
        long number = Vint.value(bytes, content, length);
        if (number != evidence.trackNumber()) {
            return evidence.isOtherTrack(number);
        }
        int packet = content + length + 3;
        if (size > Limits.MAX_BLOCK_BYTES || size < length + 4) {
            return false;
        }
        if (next < packet) {
            return true;
        }
        long relative = evidence.millis(
                (short) (((bytes[content + length] & 0xFF) << 8) | (bytes[content + length + 1] & 0xFF)));
        int flags = bytes[packet - 1] & 0xFF;
        if ((flags & FLAGS_THAT_ARE_ZERO) != 0 || !goesForward(relative)) {
            return false;
        }
        return packet(packet, content + size, next, whole, flags, relative);
    }

    private boolean packet(int packet, long packetEnd, int next, boolean whole, int flags, long relative) {
        if (next - packet < 2 && !whole) {
            return true;
        }
        int samples = OpusToc.samples48k(bytes, packet, next);
        if (samples == OpusToc.INVALID || packetEnd - packet > OpusToc.maxBytes(samples)) {
            return false;
        }
        if (whole) {
            if (!OpusToc.wellFormed(bytes, packet, next)) {
                return false;
            }
            score += evidence.isUsual(flags, samples) ? USUAL_BLOCK : UNUSUAL_BLOCK;
        }
        remember(relative, samples);
        return true;
    }

    /** Whether a block may have this time after the one before it. */
    private boolean goesForward(long relative) {
        return relative >= 0
                && (previousRelative == Matroska.NO_TIME
                        || (relative >= previousRelative && relative - previousRelative <= MAX_STEP_MILLIS));
    }

    private void remember(long relative, int samples) {
        if (firstClusterEnd != Matroska.NO_TIME && firstCluster == Matroska.NO_TIME) {
            firstCluster = cluster + relative - firstClusterEnd;
        }
        previousRelative = relative;
        previousSamples = samples;
    }

    private boolean documentHeader(int content, long size, int next, boolean whole) {
        if (size > Limits.MAX_CODEC_PRIVATE_BYTES) {
            return false;
        }
        if (!whole) {
            return true;
        }
        String header = new String(bytes, content, next - content, StandardCharsets.ISO_8859_1);
        if (!header.contains("B\u0082\u0084webm") && !header.contains("B\u0082\u0088matroska")) {
            return false;
        }
        score += LONG_ID;
        document = true;
        return true;
    }
}
