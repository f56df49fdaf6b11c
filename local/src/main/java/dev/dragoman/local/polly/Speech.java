package dev.dragoman.local.polly;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Spoken text.
 *
 * @param samples 16-bit mono
 * @param sampleRate samples per second
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Speech(short[] samples, int sampleRate) {

    /** Half the width of the filter, in samples of the lower rate. */
    private static final int FILTER_HALF_WIDTH = 8;

    /** The same at another rate, without what that rate cannot carry. */
    Speech resampled(int newRate) {
        if (newRate == sampleRate) {
            return this;
        }
        double step = (double) sampleRate / newRate;
        double cutoff = Math.min(1, 1 / step);
        double half = FILTER_HALF_WIDTH / cutoff;
        short[] resampled = new short[(int) (samples.length / step)];
        for (int i = 0; i < resampled.length; i++) {
            double center = i * step;
            int from = Math.max(0, (int) Math.ceil(center - half));
            int to = Math.min(samples.length - 1, (int) Math.floor(center + half));
            double sum = 0;
            for (int j = from; j <= to; j++) {
                sum += samples[j] * cutoff * windowedSinc((j - center) * cutoff);
            }
            resampled[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
        }
        return new Speech(resampled, newRate);
    }

    private static double windowedSinc(double x) {
        if (x == 0) {
            return 1;
        }
        double angle = Math.PI * x;
        double window = 0.5 + 0.5 * Math.cos(angle / FILTER_HALF_WIDTH);
        return Math.sin(angle) / angle * window;
    }

    /** The samples as 16-bit little-endian bytes. */
    byte[] littleEndian() {
        byte[] bytes = new byte[samples.length * 2];
        for (int i = 0; i < samples.length; i++) {
            bytes[2 * i] = (byte) samples[i];
            bytes[2 * i + 1] = (byte) (samples[i] >> 8);
        }
        return bytes;
    }

    /**
     * Reads a WAV of 16-bit mono samples that says nothing true about its length, as one from a pipe.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Speech ofWav(byte[] wav) {
        int header = 44;
        boolean mono16 = wav.length >= header
                && new String(wav, 0, 4, StandardCharsets.ISO_8859_1).equals("RIFF")
                && wav[22] == 1
                && wav[34] == 16;
        if (!mono16) {
            throw new IllegalArgumentException("not a WAV of 16-bit mono samples: "
                    + Arrays.toString(Arrays.copyOf(wav, Math.min(12, wav.length))));
        }
        int rate = (wav[24] & 0xff) | (wav[25] & 0xff) << 8 | (wav[26] & 0xff) << 16;
        short[] samples = new short[(wav.length - header) / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((wav[header + 2 * i] & 0xff) | wav[header + 2 * i + 1] << 8);
        }
        return new Speech(samples, rate);
    }
}
