package dev.dragoman.job.webm;

/** EBML's variable-length integers (RFC 8794, section 4). */
final class Vint {

    /** A size whose bits are all ones: not known. */
    static final long UNKNOWN = -1;

    /** How many bytes a number has that begins with this byte: 1 to 8, or 9 if it can't begin one. */
    static int length(byte first) {
        return Integer.numberOfLeadingZeros(first & 0xFF) - 23;
    }

    /** The number of {@code length} bytes at {@code at} without its marker: below 2^56. */
    static long value(byte[] bytes, int at, int length) {
        long value = bytes[at] & (0xFF >> length);
        for (int i = 1; i < length; i++) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /** The same as a size: {@link #UNKNOWN} if all bits are ones. */
    static long size(byte[] bytes, int at, int length) {
        long value = value(bytes, at, length);
        return value == (1L << (7 * length)) - 1 ? UNKNOWN : value;
    }

    /** The id of {@code length} bytes at {@code at}, with its marker; {@code length} at most 4. */
    static int id(byte[] bytes, int at, int length) {
        int id = 0;
        for (int i = 0; i < length; i++) {
            id = (id << 8) | (bytes[at + i] & 0xFF);
        }
        return id;
    }

    /** A big-endian unsigned integer of up to 7 bytes. */
    static long unsigned(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = (value << 8) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private Vint() {}
}
