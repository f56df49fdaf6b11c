package dev.dragoman.job.webm;

/** What the first bytes of an Opus packet say of it (RFC 6716, section 3). */
final class OpusToc {

    /** Not the start of an Opus packet. */
    static final int INVALID = -1;

    /** 120 ms, the longest packet. */
    static final int MAX_SAMPLES = 5_760;

    private static final int MAX_FRAME_BYTES = 1_275;

    /**
     * How many samples at 48 kHz a packet has: 120 to {@link #MAX_SAMPLES}, or {@link #INVALID} if
     * its frame count is missing, zero, or makes it too long.
     */
    static int samples48k(byte[] bytes, int from, int to) {
        if (from >= to) {
            return INVALID;
        }
        int frames = frames(bytes, from, to);
        int samples = frames * frameSamples(bytes[from]);
        return frames > 0 && samples <= MAX_SAMPLES ? samples : INVALID;
    }

    /**
     * Whether a packet's frame lengths fit its size, rules R1 to R7 of RFC 6716, section 3.4. Only
     * asked where it is not yet known whether the bytes are a packet: a decoder survives bad ones.
     */
    static boolean wellFormed(byte[] bytes, int from, int to) {
        if (samples48k(bytes, from, to) == INVALID) {
            return false;
        }
        return switch (bytes[from] & 3) {
            case 0 -> to - from - 1 <= MAX_FRAME_BYTES;
            case 1 -> (to - from - 1) % 2 == 0 && (to - from - 1) / 2 <= MAX_FRAME_BYTES;
            case 2 -> framesFit(bytes, from + 1, to, 2);
            default -> manyFramesFit(bytes, from + 1, to);
        };
    }

    /** The most bytes that a packet with this many samples has without padding. */
    static int maxBytes(int samples48k) {
        return samples48k / 120 * (MAX_FRAME_BYTES + 2) + 2;
    }

    private static int frames(byte[] bytes, int from, int to) {
        return switch (bytes[from] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> to - from < 2 ? 0 : bytes[from + 1] & 63;
        };
    }

    private static int frameSamples(byte toc) {
        int config = (toc & 0xFF) >> 3;
        if (config < 12) {
            return (config & 3) == 3 ? 2_880 : 480 << (config & 3);
        }
        return config < 16 ? 480 << (config & 1) : 120 << (config & 3);
    }

    private static boolean manyFramesFit(byte[] bytes, int countAt, int to) {
        int count = bytes[countAt] & 0xFF;
        int at = countAt + 1;
        int end = to;
        if ((count & 0x40) != 0) {
            int padding;
            do {
                if (at >= to) {
                    return false;
                }
                padding = bytes[at++] & 0xFF;
                end -= padding == 255 ? 254 : padding;
            } while (padding == 255);
        }
        int frames = count & 63;
        if (end < at) {
            return false;
        }
        if ((count & 0x80) != 0) {
            return framesFit(bytes, at, end, frames);
        }
        return (end - at) % frames == 0 && (end - at) / frames <= MAX_FRAME_BYTES;
    }

    private static boolean framesFit(byte[] bytes, int at, int end, int frames) {
        int total = 0;
        int next = at;
        for (int i = 1; i < frames; i++) {
            if (next >= end) {
                return false;
            }
            int size = bytes[next++] & 0xFF;
            if (size >= 252) {
                if (next >= end) {
                    return false;
                }
                size += 4 * (bytes[next++] & 0xFF);
            }
            total += size;
        }
        int last = end - next - total;
        return last >= 0 && last <= MAX_FRAME_BYTES;
    }

    private OpusToc() {}
}
