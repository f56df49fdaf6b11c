package dev.dragoman.job.webm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Splits bytes that come at any cut into EBML elements. Every element is told once, however the
 * bytes were cut; a leaf is told when its last byte has come. Consumes all it is given: what it keeps
 * is one incomplete element that is wanted whole, at most {@link Limits#MAX_BLOCK_BYTES} and a
 * header. Not recursive; each byte is looked at a constant number of times.
 */
final class EbmlReader {

    /** The deepest that anything of interest lies is 4: Segment, Tracks, TrackEntry, Audio. */
    private static final int MAX_DEPTH = 8;

    /** As many bytes of a leaf as {@link EbmlHandler#skips} looks at. */
    private static final int PEEKED_BYTES = 8;

    private static final byte[] NOTHING = new byte[0];

    /** The ids of the masters that are open, outermost first. */
    private final int[] ids = new int[MAX_DEPTH];

    /** Where they end, or {@link Vint#UNKNOWN}. */
    private final long[] ends = new long[MAX_DEPTH];

    private int depth;

    /** How many bytes have been consumed. */
    private long position;

    /** How many bytes are still to be passed over. */
    private long skipping;

    /** The start of an incomplete element, {@code carried} bytes of it. */
    private byte[] carry = NOTHING;

    private int carried;

    /** How many bytes of the incomplete element are needed before it is looked at again. */
    private int needed;

    /** What {@link #element} found beside the number of bytes. */
    private int consumed;

    /** Reads bytes. On an exception the reader must be reset before it is used again. */
    void read(byte[] bytes, int from, int to, EbmlHandler handler) throws WebmException {
        int at = from;
        while (true) {
            if (skipping > 0) {
                int skipped = (int) Math.min(skipping, to - at);
                skipping -= skipped;
                position += skipped;
                at += skipped;
                if (skipping > 0) {
                    return;
                }
            }
            closeEnded(handler);
            if (at == to) {
                return;
            }
            if (carried == 0) {
                if (element(bytes, at, to, handler)) {
                    at += consumed;
                } else {
                    carry(bytes, at, to);
                    return;
                }
            } else {
                int taken = Math.min(needed - carried, to - at);
                carry(bytes, at, at + taken);
                at += taken;
                if (carried < needed) {
                    return;
                }
                if (element(carry, 0, carried, handler)) {
                    carried = 0;
                }
            }
        }
    }

    /** Forgets everything: the next byte is the first of a document. */
    void reset() {
        depth = 0;
        skipping = 0;
        carried = 0;
    }

    /** Goes on as if a segment and a cluster of unknown size were open: the next byte is the first of an element. */
    void resetInside(int segment, int cluster) {
        reset();
        depth = 2;
        ids[0] = segment;
        ids[1] = cluster;
        ends[0] = Vint.UNKNOWN;
        ends[1] = Vint.UNKNOWN;
    }

    /** Whether the bytes so far end inside an element. */
    boolean isInsideElement() {
        return carried > 0 || skipping > 0 || (depth > 0 && ends[depth - 1] > position);
    }

    /** How many bytes have been consumed since the reader was made. */
    long position() {
        return position;
    }

    /**
     * Looks at the element at {@code from}.
     *
     * @return whether there was enough of it; then {@link #consumed} bytes of it are done with,
     *     else {@link #needed} are needed
     */
    private boolean element(byte[] bytes, int from, int to, EbmlHandler handler) throws WebmException {
        int available = to - from;
        int idLength = Vint.length(bytes[from]);
        if (idLength > 4) {
            throw WebmException.malformed("an element can't begin with byte " + (bytes[from] & 0xFF));
        }
        if (available <= idLength) {
            return needs(idLength + 1);
        }
        int sizeLength = Vint.length(bytes[from + idLength]);
        if (sizeLength > 8) {
            throw WebmException.malformed("an element's size can't begin with byte 0");
        }
        int header = idLength + sizeLength;
        if (available < header) {
            return needs(header);
        }
        int id = Vint.id(bytes, from, idLength);
        long size = Vint.size(bytes, from + idLength, sizeLength);
        EbmlHandler.Kind kind = handler.kind(parent(), id);
        while (kind == EbmlHandler.Kind.OUTER) {
            if (depth == 0 || ends[depth - 1] != Vint.UNKNOWN) {
                throw WebmException.malformed("element " + Integer.toHexString(id) + " is out of place");
            }
            handler.ends(ids[--depth]);
            kind = handler.kind(parent(), id);
        }
        long end = end(id, kind, header, size);
        return switch (kind) {
            case MASTER, OPEN_MASTER -> {
                open(id, end);
                handler.begins(id);
                yield consumes(header);
            }
            case SKIPPED -> {
                if (size > Limits.MAX_SKIPPED_BYTES) {
                    throw WebmException.limitExceeded("MAX_SKIPPED_BYTES", size, Limits.MAX_SKIPPED_BYTES);
                }
                skipping = size;
                yield consumes(header);
            }
            case LEAF -> leaf(id, bytes, from, available, header, size, handler);
            case OUTER -> throw new AssertionError("handled above");
        };
    }

    private boolean leaf(int id, byte[] bytes, int from, int available, int header, long size, EbmlHandler handler)
            throws WebmException {
        int limit = handler.limit(id);
        if (size <= limit) {
            int whole = header + (int) size;
            if (available < whole) {
                return needs(whole);
            }
            consumes(whole);
            handler.leaf(id, bytes, from + header, from + whole);
            return true;
        }
        if (size > Limits.MAX_SKIPPED_BYTES) {
            throw WebmException.limitExceeded("MAX_SKIPPED_BYTES", size, Limits.MAX_SKIPPED_BYTES);
        }
        int peeked = Math.min(PEEKED_BYTES, (int) size);
        if (available < header + peeked) {
            return needs(header + peeked);
        }
        if (!handler.skips(id, bytes, from + header)) {
            throw WebmException.limitExceeded(handler.limitName(id), size, limit);
        }
        skipping = size - peeked;
        return consumes(header + peeked);
    }

    /** Where an element ends; checks that it ends inside its parent. */
    private long end(int id, EbmlHandler.Kind kind, int header, long size) throws WebmException {
        long parentEnd = depth == 0 ? Vint.UNKNOWN : ends[depth - 1];
        if (size == Vint.UNKNOWN) {
            if (kind != EbmlHandler.Kind.OPEN_MASTER) {
                throw WebmException.malformed("element " + Integer.toHexString(id) + " has no size");
            }
            return parentEnd;
        }
        long end = position + header + size;
        if (parentEnd != Vint.UNKNOWN && end > parentEnd) {
            throw WebmException.malformed("element " + Integer.toHexString(id) + " is larger than its parent");
        }
        return end;
    }

    private int parent() {
        return depth == 0 ? Ids.ROOT : ids[depth - 1];
    }

    private void open(int id, long end) throws WebmException {
        if (depth == MAX_DEPTH) {
            throw WebmException.limitExceeded("MAX_DEPTH", depth + 1, MAX_DEPTH);
        }
        ids[depth] = id;
        ends[depth++] = end;
    }

    private void closeEnded(EbmlHandler handler) throws WebmException {
        while (depth > 0 && ends[depth - 1] == position) {
            handler.ends(ids[--depth]);
        }
    }

    private boolean needs(int bytes) {
        needed = bytes;
        return false;
    }

    private boolean consumes(int bytes) {
        consumed = bytes;
        position += bytes;
        return true;
    }

    private void carry(byte[] bytes, int from, int to) {
        int length = to - from;
        if (carry.length < carried + length) {
            carry = Arrays.copyOf(carry, Math.max(carried + length, Math.min(needed, 2 * carried)));
        }
        System.arraycopy(bytes, from, carry, carried, length);
        carried += length;
    }

    void save(DataOutputStream out) throws IOException {
        out.writeByte(depth);
        for (int i = 0; i < depth; i++) {
            out.writeInt(ids[i]);
            out.writeLong(ends[i] == Vint.UNKNOWN ? Vint.UNKNOWN : ends[i] - position);
        }
        out.writeLong(skipping);
        out.writeInt(needed);
        Snapshots.writeBytes(out, carry, 0, carried);
    }

    static EbmlReader load(DataInputStream in) throws IOException, WebmException {
        EbmlReader reader = new EbmlReader();
        reader.depth = Snapshots.inRange(in.readByte(), 0, MAX_DEPTH, "depth");
        for (int i = 0; i < reader.depth; i++) {
            reader.ids[i] = in.readInt();
            reader.ends[i] = Snapshots.inRange(in.readLong(), Vint.UNKNOWN, 1L << 57, "end");
        }
        reader.skipping = Snapshots.inRange(in.readLong(), 0, Limits.MAX_SKIPPED_BYTES, "skipping");
        reader.needed = Snapshots.inRange(in.readInt(), 0, Limits.MAX_BLOCK_BYTES + Limits.MAX_HEADER_BYTES, "needed");
        reader.carry = Snapshots.readBytes(in, Limits.MAX_BLOCK_BYTES + Limits.MAX_HEADER_BYTES);
        reader.carried = reader.carry.length;
        if (reader.carried > 0 && reader.carried >= reader.needed) {
            throw WebmException.badSnapshot("more carried than needed");
        }
        return reader;
    }
}
