package dev.dragoman.job.synthesize;

import java.util.Arrays;

/** MP3 frames of silence: headers and nothing else. */
final class Mp3Frames {

    /** MPEG-2 layer III, 48 kbit/s, 24 kHz, one channel: 576 samples, 24 ms, 144 bytes. */
    private static final byte[] HEADER_24_KHZ = {(byte) 0xFF, (byte) 0xF3, 0x64, (byte) 0xC4};

    private static final int BYTES_24_KHZ = 144;

    private Mp3Frames() {}

    static byte[] of24kHz(int frames) {
        return repeated(HEADER_24_KHZ, BYTES_24_KHZ, frames);
    }

    static byte[] repeated(byte[] header, int frameBytes, int frames) {
        byte[] mp3 = new byte[frameBytes * frames];
        for (int i = 0; i < frames; i++) {
            System.arraycopy(header, 0, mp3, i * frameBytes, header.length);
        }
        return mp3;
    }

    static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
