package dev.dragoman.job.synthesize;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins MP3s, and tells how long one plays: what its frames hold, counted, so that constant and variable
 * bitrates come out right. Tags are passed over; a Xing or Info frame is no sound, and where it
 * tells the encoder's delay and padding, players leave them out and so does this. Bytes between
 * frames are passed over; reads every byte at most a constant number of times, whatever they are.
 */
final class Mp3 {

    private static final int HEADER_BYTES = 4;
    private static final int ID3_HEADER_BYTES = 10;

    /** kbit/s by index, layer III. MPEG-1, then MPEG-2 and 2.5. ISO/IEC 11172-3 and 13818-3. */
    private static final int[] BITRATES_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};

    private static final int[] BITRATES_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    /** Hz by index, MPEG-1; halved for MPEG-2, quartered for 2.5. */
    private static final int[] RATES = {44_100, 48_000, 32_000};

    private static final int SAMPLES_1 = 1_152;
    private static final int SAMPLES_2 = 576;

    /** From the start of a Xing or Info tag to LAME's delay and padding, if all its fields are there. */
    private static final int LAME_DELAY_OFFSET = 4 + 4 + 4 + 4 + 100 + 4 + 21;

    private static final int ALL_XING_FIELDS = 0x0F;

    private final byte[] bytes;

    private Mp3(byte[] bytes) {
        this.bytes = bytes;
    }

    private record Frame(int at, int bytes, int samples, int rate, boolean mpeg1, boolean mono) {

        int end() {
            return at + bytes;
        }
    }

    /** How long it plays in milliseconds, rounded up; nothing if there is no whole frame in it. */
    static OptionalLong durationMillis(byte[] mp3) {
        return new Mp3(mp3).durationMillis();
    }

    /** Several as one that plays one after the other: the frames that sound, without tags. */
    static byte[] joined(List<byte[]> mp3s) {
        if (mp3s.size() == 1) {
            return mp3s.get(0);
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] bytes : mp3s) {
            new Mp3(bytes).frames((frame, tag) -> {
                if (tag < 0) {
                    joined.write(bytes, frame.at(), frame.bytes());
                }
            });
        }
        return joined.toByteArray();
    }

    private OptionalLong durationMillis() {
        Length length = new Length();
        frames(length);
        return length.heard
                ? OptionalLong.of(Math.max(0, (long) Math.ceil(length.seconds * 1_000 - 1e-6)))
                : OptionalLong.empty();
    }

    /** Adds up how long frames play. */
    private final class Length implements ObjIntConsumer<Frame> {

        private double seconds;
        private boolean heard;

        @Override
        public void accept(Frame frame, int tag) {
            if (tag >= 0) {
                seconds -= (double) delayAndPadding(tag, frame.end()) / frame.rate();
            } else {
                heard = true;
                seconds += (double) frame.samples() / frame.rate();
            }
        }
    }

    /** Tells every frame, and where its Xing or Info tag is, or -1 if it is sound. */
    private void frames(ObjIntConsumer<Frame> told) {
        @Nullable Frame before = null;
        int at = firstAfterId3();
        while (at + HEADER_BYTES <= bytes.length) {
            Frame frame = frameAt(at);
            if (frame == null || (before == null && !isFollowed(frame))) {
                at++;
                continue;
            }
            boolean first = before == null;
            before = frame;
            at = frame.end();
            told.accept(frame, first ? xingAt(frame) : -1);
        }
    }

    /** Chance makes four bytes look like a header; two frames in a row are no chance. */
    private boolean isFollowed(Frame frame) {
        return frame.end() == bytes.length || frameAt(frame.end()) != null;
    }

    private @Nullable Frame frameAt(int at) {
        if (at + HEADER_BYTES > bytes.length || u8(at) != 0xFF || (u8(at + 1) & 0xE0) != 0xE0) {
            return null;
        }
        int version = (u8(at + 1) >> 3) & 3; // 0: 2.5, 1: none, 2: MPEG-2, 3: MPEG-1
        int layer = (u8(at + 1) >> 1) & 3; // 1: layer III
        int bitrateIndex = u8(at + 2) >> 4;
        int rateIndex = (u8(at + 2) >> 2) & 3;
        if (version == 1 || layer != 1 || bitrateIndex == 0 || bitrateIndex == 15 || rateIndex == 3) {
            return null;
        }
        boolean mpeg1 = version == 3;
        int rate = RATES[rateIndex] >> (mpeg1 ? 0 : version == 2 ? 1 : 2);
        int samples = mpeg1 ? SAMPLES_1 : SAMPLES_2;
        int bitrate = (mpeg1 ? BITRATES_1 : BITRATES_2)[bitrateIndex] * 1_000;
        int padding = (u8(at + 2) >> 1) & 1;
        int length = samples / 8 * bitrate / rate + padding;
        boolean mono = (u8(at + 3) >> 6) == 3;
        return at + length > bytes.length ? null : new Frame(at, length, samples, rate, mpeg1, mono);
    }

    /** Where the frame's Xing or Info tag is, or -1: after the side information. */
    private int xingAt(Frame frame) {
        int sideInformation = frame.mpeg1() ? (frame.mono() ? 17 : 32) : (frame.mono() ? 9 : 17);
        int at = frame.at() + HEADER_BYTES + sideInformation;
        if (at + 8 > frame.end()) {
            return -1;
        }
        boolean xing = u8(at) == 'X' && u8(at + 1) == 'i' && u8(at + 2) == 'n' && u8(at + 3) == 'g';
        boolean info = u8(at) == 'I' && u8(at + 1) == 'n' && u8(at + 2) == 'f' && u8(at + 3) == 'o';
        return xing || info ? at : -1;
    }

    /** Samples that players leave out, as LAME and libmp3lame note them: two numbers of 12 bits. */
    private int delayAndPadding(int tag, int frameEnd) {
        int at = tag + LAME_DELAY_OFFSET;
        if ((u8(tag + 7) & ALL_XING_FIELDS) != ALL_XING_FIELDS || at + 3 > frameEnd) {
            return 0;
        }
        int both = u8(at) << 16 | u8(at + 1) << 8 | u8(at + 2);
        return (both >> 12) + (both & 0xFFF);
    }

    private int firstAfterId3() {
        if (bytes.length < ID3_HEADER_BYTES || bytes[0] != 'I' || bytes[1] != 'D' || bytes[2] != '3') {
            return 0;
        }
        // Four bytes of seven bits.
        int size = (u8(6) & 0x7F) << 21 | (u8(7) & 0x7F) << 14 | (u8(8) & 0x7F) << 7 | (u8(9) & 0x7F);
        return Math.min(bytes.length, ID3_HEADER_BYTES + size);
    }

    private int u8(int at) {
        return bytes[at] & 0xFF;
    }
}
