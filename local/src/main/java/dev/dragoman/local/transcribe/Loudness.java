package dev.dragoman.local.transcribe;

import java.util.Arrays;

/**
 * How loud the sound is, in frames of 10 ms, for the last half minute: tells speech, which comes in
 * syllables, from steady noise, in which a recognizer hears words too.
 */
final class Loudness {

    /** Steady noise stays within 2 dB; speech moves by 15 dB and more within a word or two. */
    private static final double LEAST_MOVEMENT_DB = 6;
    /** About -60 dB below full scale after pre-emphasis: nobody speaks that softly into a page. */
    private static final double LEAST_LEVEL_DB = 20;

    /** A very short word is looked at with what is around it. */
    private static final double LEAST_SPAN_SECONDS = 0.2;

    private static final double PRE_EMPHASIS = 0.97;
    private static final int FRAME_SAMPLES = Recognizer.SAMPLE_RATE / 100;
    private static final int KEPT_FRAMES = 3_200;

    private final float[] levels = new float[KEPT_FRAMES];
    private long frames;
    private double energy;
    private int samplesInFrame;
    private int previous;

    /** Hears more sound: 16-bit little-endian mono samples. */
    void hear(byte[] pcm, int offset, int length) {
        for (int at = offset; at < offset + length - 1; at += 2) {
            int sample = (short) ((pcm[at] & 0xff) | (pcm[at + 1] << 8));
            double emphasised = sample - PRE_EMPHASIS * previous;
            previous = sample;
            energy += emphasised * emphasised;
            if (++samplesInFrame == FRAME_SAMPLES) {
                levels[(int) (frames++ % KEPT_FRAMES)] = (float) (10 * Math.log10(energy / FRAME_SAMPLES + 1e-3));
                energy = 0;
                samplesInFrame = 0;
            }
        }
    }

    /** Whether the sound between these times moves as speech does. Times are seconds heard so far. */
    boolean soundsLikeSpeech(double fromSeconds, double toSeconds) {
        double missing = Math.max(0, LEAST_SPAN_SECONDS - (toSeconds - fromSeconds)) / 2;
        long from = Math.max(Math.round((fromSeconds - missing) * 100), Math.max(0, frames - KEPT_FRAMES));
        long to = Math.min(Math.round((toSeconds + missing) * 100), frames);
        if (to <= from) {
            return false;
        }
        float[] span = new float[(int) (to - from)];
        for (int i = 0; i < span.length; i++) {
            span[i] = levels[(int) ((from + i) % KEPT_FRAMES)];
        }
        Arrays.sort(span);
        double loud = span[(int) (span.length * 0.95)];
        double soft = span[(int) (span.length * 0.1)];
        return loud >= LEAST_LEVEL_DB && loud - soft >= LEAST_MOVEMENT_DB;
    }
}
